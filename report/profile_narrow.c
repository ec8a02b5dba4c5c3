/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* A snapshot's entries stand in two tables each, by how large their figures are: here they become
 * one, as if all were of the wide kind. The ranges have been checked. */
#include "profile_check.h"

static struct memfn_snapshot_account wide_account(const struct memfn_narrow_account *from)
{
	return (struct memfn_snapshot_account){
		.account = from->account,
		.allocs = from->allocs,
		.alloc_bytes = from->alloc_bytes,
		.freed = from->freed,
		.freed_bytes = from->freed_bytes,
	};
}

static struct memfn_snapshot_node wide_node(const struct memfn_narrow_node *from)
{
	return (struct memfn_snapshot_node){
		.node = from->node,
		.calls = from->calls,
		.self_ticks = from->self_ticks,
		.min_ticks = from->min_ticks,
		.max_ticks = from->max_ticks,
		.peak_bytes = from->peak_bytes,
		.retained_bytes = from->retained_bytes,
		.frees = from->frees,
		.freed_bytes = from->freed_bytes,
		.temp_allocs = from->temp_allocs,
	};
}

static void join_accounts(const struct profile *p, uint32_t i, GArray *all)
{
	struct memfn_snapshot *s = &p->snapshots[i];
	const struct memfn_snapshot_narrow *n = &p->narrow[i];
	guint first = all->len;

	g_array_append_vals(all, p->snapshot_accounts + s->first_account, s->accounts);
	for (uint32_t j = 0; j < n->accounts; j++) {
		struct memfn_snapshot_account account =
			wide_account(&p->narrow_accounts[n->first_account + j]);

		g_array_append_val(all, account);
	}
	s->first_account = first;
	s->accounts = all->len - first;
}

static void join_nodes(const struct profile *p, uint32_t i, GArray *all)
{
	struct memfn_snapshot *s = &p->snapshots[i];
	const struct memfn_snapshot_narrow *n = &p->narrow[i];
	guint first = all->len;

	g_array_append_vals(all, p->snapshot_nodes + s->first_node, s->nodes);
	for (uint32_t j = 0; j < n->nodes; j++) {
		struct memfn_snapshot_node node = wide_node(&p->narrow_nodes[n->first_node + j]);

		g_array_append_val(all, node);
	}
	s->first_node = first;
	s->nodes = all->len - first;
}

void profile_join_narrow(struct profile *p)
{
	GArray *accounts, *nodes;

	/* A table has room for more entries than there are snapshots; in older profiles there is none.
	 */
	if (p->narrow_count < p->snapshot_count)
		return;
	accounts = g_array_new(FALSE, TRUE, sizeof(struct memfn_snapshot_account));
	nodes = g_array_new(FALSE, TRUE, sizeof(struct memfn_snapshot_node));
	for (uint32_t i = 0; i < p->snapshot_count; i++) {
		if (!p->snapshots[i].label)
			continue;
		join_accounts(p, i, accounts);
		join_nodes(p, i, nodes);
	}
	g_free(p->snapshot_accounts);
	g_free(p->snapshot_nodes);
	p->snapshot_account_count = accounts->len;
	p->snapshot_node_count = nodes->len;
	p->snapshot_accounts = (void *)g_array_free(accounts, FALSE);
	p->snapshot_nodes = (void *)g_array_free(nodes, FALSE);
}
