/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/*
 * A picture holds what has changed since the last. Whether an account or a node has, a word tells
 * that is kept of each: its counters only grow, so a sum of them does not come back to what it was.
 * Other threads go on meanwhile; each figure is one that was true during the taking.
 */
#include "snapshot.h"

#include <errno.h> /* errno, kept */
#include <string.h>

#include "api.h"
#include "atomic.h"
#include "clock.h"
#include "figures.h"
#include "interpose.h"
#include "os.h"
#include "profile.h"
#include "sample.h"
#include "shard.h"
#include "stack.h"
#include "system.h"
#include "table.h"
#include "thread.h"
#include "tree.h"

#define EXPORT __attribute__((visibility("default")))

#define TABLE(type, entry, shift_, limit_)                                                         \
	{                                                                                              \
		.chunk_type = (type), .entry_size = sizeof(entry), .shift = (shift_), .limit = (limit_),   \
	}

static struct memfn_table snapshots =
	TABLE(MEMFN_CHUNK_SNAPSHOTS, struct memfn_snapshot, 4, 1u << 16);
static struct memfn_table accounts =
	TABLE(MEMFN_CHUNK_SNAPSHOT_ACCOUNTS, struct memfn_snapshot_account, 10, 1u << 28);
static struct memfn_table nodes =
	TABLE(MEMFN_CHUNK_SNAPSHOT_NODES, struct memfn_snapshot_node, 10, 1u << 28);
static struct memfn_table frames =
	TABLE(MEMFN_CHUNK_SNAPSHOT_FRAMES, struct memfn_snapshot_frame, 8, 1u << 28);

/* What was, by account and by node; 0 for what had no figures yet. */
static uint64_t *account_versions, *node_versions;
enum { VERSIONS = 1 << 24 };

static bool changed(uint64_t *version, uint64_t now)
{
	bool moved = *version != now;
	*version = now;
	return moved;
}

static void *add(struct memfn_table *table)
{
	uint32_t index = memfn_table_add(table), per_chunk = 1u << table->shift;
	if (index == UINT32_MAX)
		return NULL;
	void *entry = memfn_table_at(table, index);
	if (!(index & (per_chunk - 1)))
		memfn_os_populate(entry, (size_t)per_chunk * table->entry_size);
	return entry;
}

/* --- accounts ------------------------------------------------------------------------------- */

static void take_account_leaf(uint32_t leaf)
{
	struct memfn_sums sums[MEMFN_LEAF] = {0};
	for (struct memfn_shard_state *shard = memfn_shards; shard; shard = shard->next) {
		const struct memfn_account_counters *a = shard->account_leaves[leaf];
		for (uint32_t i = 0; a && i < MEMFN_LEAF; i++) {
			sums[i].allocs += a[i].allocs;
			sums[i].alloc_bytes += a[i].alloc_bytes;
			sums[i].freed += a[i].freed;
			sums[i].freed_bytes += a[i].freed_bytes;
		}
	}
	for (uint32_t i = 0; i < MEMFN_LEAF; i++) {
		uint32_t index = leaf * MEMFN_LEAF + i;
		struct memfn_snapshot_account *entry;
		if (!changed(&account_versions[index], sums[i].allocs + sums[i].freed) ||
			!(entry = add(&accounts)))
			continue;
		entry->account = index;
		entry->allocs = sums[i].allocs;
		entry->alloc_bytes = sums[i].alloc_bytes;
		entry->freed = sums[i].freed;
		entry->freed_bytes = sums[i].freed_bytes;
	}
}

/* --- nodes ---------------------------------------------------------------------------------- */

static void add_node(struct memfn_snapshot_node *sum, const struct memfn_node_counters *node)
{
	if (!node->calls)
		return;
	if (!sum->calls || node->min_ticks < sum->min_ticks)
		sum->min_ticks = node->min_ticks;
	if (node->max_ticks > sum->max_ticks)
		sum->max_ticks = node->max_ticks;
	if (node->peak_bytes > sum->peak_bytes)
		sum->peak_bytes = node->peak_bytes;
	sum->calls += node->calls;
	sum->self_ticks += node->self_ticks;
	sum->retained_bytes += node->retained_bytes;
	sum->frees += node->frees;
	sum->freed_bytes += node->freed_bytes;
	sum->temp_allocs += node->temp_allocs;
}

/* Time alone moves at every exit; where it is not measured, what an exit changes else. */
static uint64_t node_version(const struct memfn_snapshot_node *sum)
{
	return sum->calls + sum->self_ticks + sum->frees + sum->temp_allocs +
		   (uint64_t)sum->peak_bytes + memfn_mix((uint64_t)sum->retained_bytes, 1);
}

static void take_node_leaf(uint32_t leaf)
{
	struct memfn_snapshot_node sums[MEMFN_LEAF];
	memset(sums, 0, sizeof sums);
	for (struct memfn_shard_state *shard = memfn_shards; shard; shard = shard->next) {
		const struct memfn_node_counters *n = shard->node_leaves[leaf];
		for (uint32_t i = 0; n && i < MEMFN_LEAF; i++)
			add_node(&sums[i], &n[i]);
	}
	for (uint32_t i = 0; i < MEMFN_LEAF; i++) {
		struct memfn_snapshot_node *entry;
		sums[i].node = leaf * MEMFN_LEAF + i;
		if (!sums[i].calls || !changed(&node_versions[sums[i].node], node_version(&sums[i])))
			continue;
		entry = add(&nodes);
		if (entry)
			*entry = sums[i];
	}
}

/* --- open frames ---------------------------------------------------------------------------- */

static uint64_t positive(int64_t ticks)
{
	return ticks > 0 ? (uint64_t)ticks : 0;
}

/* A frame lends its self time to the one above it: from the innermost outwards. The stack of
 * another thread moves meanwhile: what is no open frame any more is left out. */
static void take_stack(const struct memfn_stack_entry *entry, uint64_t now)
{
	const struct memfn_frame *base = memfn_stack_frames(entry);
	int64_t net = entry->stack->net - memfn_credit_at(entry->stack->number)->freed_bytes;
	uint32_t first = frames.count, count = 0;
	uint64_t end = entry->waiting ? entry->waiting_since : now;
	for (const struct memfn_frame *f = base; f->key && count < frames.limit - first; f++) {
		struct memfn_snapshot_frame *taken = add(&frames);
		if (!taken)
			break;
		struct memfn_node_counters *node = (void *)(uintptr_t)f->node;
		taken->node = memfn_state(node)->node;
		taken->stack = entry->stack->number;
		taken->total_ticks = positive((int64_t)(end - f->start));
		if (memfn_untimed)
			taken->total_ticks *= memfn_sample_weight(f), taken->self_ticks = taken->total_ticks;
		else
			taken->self_ticks = positive((int64_t)(taken->total_ticks - f->child_ticks));
		taken->retained_bytes = net - f->net_at_start;
		taken->peak_bytes = f->high; /* net at its start is taken off below */
		count++;
	}
	int64_t high = net;
	uint64_t above = 0;
	for (uint32_t i = count; i--;) {
		struct memfn_snapshot_frame *taken = memfn_table_at(&frames, first + i);
		if (taken->peak_bytes > high)
			high = taken->peak_bytes;
		taken->peak_bytes = high - (net - taken->retained_bytes);
		taken->self_ticks -= above;
		if (!memfn_untimed)
			taken->self_ticks = positive((int64_t)taken->self_ticks);
		above = taken->total_ticks;
	}
}

/* --- the whole ------------------------------------------------------------------------------ */

static bool ready(void)
{
	if (!account_versions)
		account_versions = memfn_os_map(VERSIONS * sizeof *account_versions);
	if (!node_versions)
		node_versions = memfn_os_map(VERSIONS * sizeof *node_versions);
	if (!account_versions || !node_versions)
		return false;
	memfn_os_populate(account_versions, (memfn_account_last + 1ull) * sizeof *account_versions);
	memfn_os_populate(node_versions, memfn_node_count() * sizeof *node_versions);
	return true;
}

static void take(struct memfn_snapshot *s, const char *label, enum memfn_snapshot_cause cause)
{
	s->ticks = memfn_clock_ticks();
	s->ns = memfn_clock_monotonic();
	s->live_bytes = memfn_live_bytes();
	s->peak_bytes = memfn_peak_bytes();
	s->cause = cause;
	s->first_account = accounts.count;
	s->first_node = nodes.count;
	s->first_frame = frames.count;
	for (uint32_t leaf = 0; leaf <= memfn_account_last / MEMFN_LEAF; leaf++)
		take_account_leaf(leaf);
	for (uint32_t leaf = 0; leaf <= (memfn_node_count() - 1) / MEMFN_LEAF; leaf++)
		take_node_leaf(leaf);
	for (struct memfn_stack_entry *e = memfn_stack_first(); e; e = e->next)
		if (e->stack->state == MEMFN_STACK_LIVE)
			take_stack(e, s->ticks);
	s->accounts = accounts.count - s->first_account;
	s->nodes = nodes.count - s->first_node;
	s->frames = frames.count - s->first_frame;
	s->rss_kib = memfn_system_rss_kib();
	s->cost_ns = memfn_clock_monotonic() - s->ns;
	__atomic_store_n(&s->label, memfn_string(label), __ATOMIC_RELEASE);
}

void memfn_snapshot_take(const char *label, enum memfn_snapshot_cause cause)
{
	struct memfn_held held = memfn_os_lock();
	struct memfn_snapshot *s = ready() ? add(&snapshots) : NULL;
	if (s)
		take(s, label, cause);
	memfn_profile_date();
	memfn_os_unlock(held);
}

EXPORT void __memfn_snapshot(const char *label)
{
	int saved = errno;
	if (memfn_attend(&memfn_self, MEMFN_EVENT_KEY(), false))
		memfn_snapshot_take(label, MEMFN_SNAPSHOT_CALL);
	errno = saved;
}

void memfn_snapshots_reset(void)
{
	memfn_table_empty(&snapshots);
	memfn_table_empty(&accounts);
	memfn_table_empty(&nodes);
	memfn_table_empty(&frames);
	if (account_versions)
		memfn_os_unmap(account_versions, VERSIONS * sizeof *account_versions);
	if (node_versions)
		memfn_os_unmap(node_versions, VERSIONS * sizeof *node_versions);
	account_versions = node_versions = NULL;
}
