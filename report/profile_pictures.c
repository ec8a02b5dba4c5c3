/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Where marks and snapshots refer to strings, accounts and nodes: each reference must lead to an
 * entry in use. */
#include "error.h"
#include "profile_check.h"

static bool check_label(const struct profile *p, uint64_t label, const char *what, uint32_t i,
						GError **error)
{
	if (!profile_has_string(p, label, NULL))
		return fail(error, "%s %u: label: no string at %ju", what, i, (uintmax_t)label);
	return true;
}

static bool is_node(const struct profile *p, uint32_t node)
{
	return node < p->node_count && p->nodes[node].flags & MEMFN_NODE_USED;
}

/* Entries of different snapshots never overlap, so that no file takes long to go through. */
static bool check_range(uint32_t first, uint32_t count, uint32_t *end, uint32_t table,
						const char *what, uint32_t snapshot, GError **error)
{
	if (first < *end || first > table || count > table - first)
		return fail(error, "snapshot %u: %s are %u from %u on when there are %u, and %u taken",
					snapshot, what, count, first, table, *end);
	*end = first + count;
	return true;
}

static bool check_accounts(const struct profile *p, const struct memfn_snapshot *s, GError **error)
{
	for (uint32_t i = 0; i < s->accounts; i++) {
		uint32_t account = p->snapshot_accounts[s->first_account + i].account;

		if (account && (account >= p->account_count || !p->accounts[account].used))
			return fail(error, "snapshot's account: it is %u, which is not in use", account);
	}
	return true;
}

static bool check_nodes(const struct profile *p, const struct memfn_snapshot *s, GError **error)
{
	for (uint32_t i = 0; i < s->nodes; i++)
		if (!is_node(p, p->snapshot_nodes[s->first_node + i].node))
			return fail(error, "snapshot's node: it is %u, which is not in use",
						p->snapshot_nodes[s->first_node + i].node);
	for (uint32_t i = 0; i < s->frames; i++)
		if (!is_node(p, p->snapshot_frames[s->first_frame + i].node))
			return fail(error, "snapshot's frame: its node is %u, which is not in use",
						p->snapshot_frames[s->first_frame + i].node);
	return true;
}

static bool check_marks(const struct profile *p, GError **error)
{
	for (uint32_t i = 0; i < p->mark_count; i++)
		if (p->marks[i].label && !check_label(p, p->marks[i].label, "mark", i, error))
			return false;
	return true;
}

struct ends {
	uint32_t accounts, nodes, frames, narrow_accounts, narrow_nodes;
};

/* Profiles of before there were narrow entries have none. */
static bool check_narrow(const struct profile *p, uint32_t i, struct ends *ends, GError **error)
{
	const struct memfn_snapshot_narrow *n = &p->narrow[i];

	if (i >= p->narrow_count)
		return !(p->header.flags & MEMFN_HEADER_PRIVATE_TAIL) ||
			   fail(error, "snapshot %u: its narrow entries are not there", i);
	return check_range(n->first_account, n->accounts, &ends->narrow_accounts,
					   p->narrow_account_count, "narrow accounts", i, error) &&
		   check_range(n->first_node, n->nodes, &ends->narrow_nodes, p->narrow_node_count,
					   "narrow nodes", i, error);
}

static bool check_snapshot(const struct profile *p, uint32_t i, struct ends *ends, GError **error)
{
	const struct memfn_snapshot *s = &p->snapshots[i];

	return check_label(p, s->label, "snapshot", i, error) &&
		   check_range(s->first_account, s->accounts, &ends->accounts, p->snapshot_account_count,
					   "accounts", i, error) &&
		   check_range(s->first_node, s->nodes, &ends->nodes, p->snapshot_node_count, "nodes", i,
					   error) &&
		   check_range(s->first_frame, s->frames, &ends->frames, p->snapshot_frame_count, "frames",
					   i, error) &&
		   check_narrow(p, i, ends, error);
}

/* Where a part found no room on the disk, the marks and snapshots before it stand: a snapshot says
 * what has changed since the one before. */
static bool cut_snapshots(struct profile *p, uint32_t i, GError **error)
{
	if (!(p->header.flags & MEMFN_HEADER_PRIVATE_TAIL))
		return false;
	g_clear_error(error);
	p->snapshot_count = i;
	return true;
}

bool profile_check_pictures(struct profile *p, GError **error)
{
	struct ends ends = {0};

	if (!check_marks(p, error)) {
		if (!(p->header.flags & MEMFN_HEADER_PRIVATE_TAIL))
			return false;
		g_clear_error(error);
		p->mark_count = 0;
	}
	for (uint32_t i = 0; i < p->snapshot_count; i++)
		if (p->snapshots[i].label && !check_snapshot(p, i, &ends, error) &&
			!cut_snapshots(p, i, error))
			return false;
	profile_join_narrow(p);
	for (uint32_t i = 0; i < p->snapshot_count; i++)
		if (p->snapshots[i].label &&
			!(check_accounts(p, &p->snapshots[i], error) &&
			  check_nodes(p, &p->snapshots[i], error)) &&
			!cut_snapshots(p, i, error))
			return false;
	return true;
}
