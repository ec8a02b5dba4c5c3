/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Where one table of a profile refers to another, and to strings: each reference must lead to an
 * entry in use. */
#include "error.h"
#include "profile_check.h"

static bool check_string(const struct profile *p, uint64_t offset, const char *what, GError **error)
{
	if (offset && !profile_has_string(p, offset, NULL))
		return fail(error, "%s: no string at %ju", what, (uintmax_t)offset);
	return true;
}

/* What the disk had no room for is not in the file: what refers to it is taken out, and no error.
 */
static bool is_missing(struct profile *p, GError **error)
{
	if (!(p->header.flags & MEMFN_HEADER_PRIVATE_TAIL))
		return false;
	g_clear_error(error);
	return true;
}

static bool check_command(const struct profile *p, GError **error)
{
	uint64_t at = p->header.command;

	for (uint32_t i = 0; i < p->header.command_count; i++)
		if (!profile_has_string(p, at, &at))
			return fail(error, "header: the command has %u arguments when it should have %u", i,
						p->header.command_count);
	return true;
}

static bool check_header_strings(struct profile *p, GError **error)
{
	if (!check_command(p, error)) {
		if (!is_missing(p, error))
			return false;
		p->header.command_count = 0;
	}
	if (!check_string(p, p->header.executable, "header: executable", error) ||
		!check_string(p, p->header.folder, "header: folder", error)) {
		if (!is_missing(p, error))
			return false;
		p->header.executable = p->header.folder = 0;
	}
	return true;
}

static bool check_function(const struct profile *p, uint32_t i, GError **error)
{
	const struct memfn_function *f = &p->functions[i];

	if (!check_string(p, f->name, "function's name", error) ||
		!check_string(p, f->pretty, "function's pretty name", error) ||
		!check_string(p, f->linkage, "function's linkage name", error) ||
		!check_string(p, f->file, "function's file", error) ||
		!check_string(p, f->library, "function's library", error))
		return false;
	if (f->own && f->own >= p->owner_count)
		return fail(error, "function %u: owner is %ju when there are %u", i, (uintmax_t)f->own,
					p->owner_count);
	return true;
}

/* Its names are needed; its owner is not. */
static bool check_functions(struct profile *p, GError **error)
{
	for (uint32_t i = 0; i < p->function_count; i++) {
		struct memfn_function *f = &p->functions[i];

		if (!f->name || check_function(p, i, error))
			continue;
		if (!is_missing(p, error))
			return false;
		f->own = 0;
		if (!check_function(p, i, NULL))
			f->name = 0;
	}
	return true;
}

static bool check_selections(struct profile *p, GError **error)
{
	for (uint32_t i = 0; i < p->selection_count; i++) {
		struct memfn_selection *line = &p->selections[i];

		if (!line->text || (check_string(p, line->text, "list's line", error) &&
							check_string(p, line->list, "list's name", error)))
			continue;
		if (!is_missing(p, error))
			return false;
		line->text = 0;
	}
	return true;
}

static bool check_node(const struct profile *p, uint32_t i, GError **error)
{
	const struct memfn_node *node = &p->nodes[i];
	uint32_t last = i ? i - 1 : 0;

	if (node->function >= p->function_count || !p->functions[node->function].name)
		return fail(error, "node %u: function is %u, which is not in use", i, node->function);
	if (node->level > last || node->caller > last)
		return fail(error, "node %u: level is %u and caller %u when both should be %u or less", i,
					node->level, node->caller, last);
	if (!(p->nodes[node->level].flags & MEMFN_NODE_USED) ||
		!(p->nodes[node->caller].flags & MEMFN_NODE_USED))
		return fail(error, "node %u: level %u or caller %u is not in use", i, node->level,
					node->caller);
	if (p->nodes[node->level].flags & MEMFN_NODE_NESTED)
		return fail(error, "node %u: level %u is nested", i, node->level);
	if (i == 0 && (node->function != MEMFN_FUNCTION_PROGRAM || node->flags & MEMFN_NODE_NESTED))
		return fail(error, "node 0: function is %u when it should be <program>", node->function);
	return true;
}

static bool check_nodes(struct profile *p, GError **error)
{
	for (uint32_t i = 0; i < p->node_count; i++) {
		if (!(p->nodes[i].flags & MEMFN_NODE_USED) || check_node(p, i, error))
			continue;
		if (!is_missing(p, error))
			return false;
		p->nodes[i].flags = 0;
	}
	return true;
}

static bool check_locations(struct profile *p, GError **error)
{
	for (uint32_t i = 0; i < p->location_count; i++) {
		struct memfn_location *at = &p->locations[i];

		if (!at->file || (check_string(p, at->file, "location's file", error) &&
						  check_string(p, at->kind, "location's kind", error)))
			continue;
		if (!is_missing(p, error))
			return false;
		at->file = 0;
	}
	return true;
}

static bool has_location(const struct profile *p, uint32_t location)
{
	return !location || (location < p->location_count && p->locations[location].file);
}

static bool check_owner(const struct profile *p, uint32_t i, GError **error)
{
	const struct memfn_owner *owner = &p->owners[i];

	if (owner->function >= p->function_count || !p->functions[owner->function].name)
		return fail(error, "owner %u: function is %u, which is not in use", i, owner->function);
	if (!has_location(p, owner->location))
		return fail(error, "owner %u: location is %u, which is not in use", i, owner->location);
	return true;
}

static bool check_owners(struct profile *p, GError **error)
{
	for (uint32_t i = 0; i < p->owner_count; i++) {
		if (!p->owners[i].used || check_owner(p, i, error))
			continue;
		if (!is_missing(p, error))
			return false;
		p->owners[i].used = 0;
	}
	return true;
}

static bool check_account(const struct profile *p, uint32_t i, GError **error)
{
	const struct memfn_account *account = &p->accounts[i];

	if (account->node >= p->node_count || !(p->nodes[account->node].flags & MEMFN_NODE_USED))
		return fail(error, "account %u: node is %u, which is not in use", i, account->node);
	if (!has_location(p, account->location))
		return fail(error, "account %u: location is %u, which is not in use", i, account->location);
	return true;
}

/* Bytes are worth more than their line. */
static bool check_accounts(struct profile *p, GError **error)
{
	for (uint32_t i = 0; i < p->account_count; i++) {
		struct memfn_account *account = &p->accounts[i];

		if (!account->used || check_account(p, i, error))
			continue;
		if (!is_missing(p, error))
			return false;
		account->location = 0;
		account->used = check_account(p, i, NULL);
	}
	return true;
}

static bool check_shard(const struct profile *p, const struct memfn_shard *shard, GError **error)
{
	if (shard->start_node && (shard->start_node >= p->node_count ||
							  !(p->nodes[shard->start_node].flags & MEMFN_NODE_USED)))
		return fail(error, "shard %u: start node is %u, which is not in use", shard->number,
					shard->start_node);
	return true;
}

static bool check_shards(struct profile *p, GError **error)
{
	for (guint i = 0; i < p->shards->len; i++) {
		if (check_shard(p, g_array_index(p->shards, const struct memfn_shard *, i), error))
			continue;
		if (!is_missing(p, error))
			return false;
		g_array_remove_index_fast(p->shards, i--);
	}
	return true;
}

bool profile_check_references(struct profile *p, GError **error)
{
	return check_header_strings(p, error) && check_functions(p, error) &&
		   check_selections(p, error) && check_nodes(p, error) && check_locations(p, error) &&
		   check_owners(p, error) && check_accounts(p, error) && check_shards(p, error);
}
