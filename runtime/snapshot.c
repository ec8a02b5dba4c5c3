/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/*
 * A picture holds what has changed since the last. Whether an account or a node has, a word tells
 * that is kept of each: its counters only grow, so a sum of them does not come back to what it was.
 * What fits into half the space is kept there: most of the time goes into fresh pages of the file.
 * Other threads go on meanwhile; each figure is one that was true during the taking.
 */
#include "snapshot.h"

#include <errno.h> /* errno, kept */
#include <string.h>

#include "api.h"
#include "atomic.h"
#include "chunk.h"
#include "clock.h"
#include "figures.h"
#include "header.h"
#include "interpose.h"
#include "os.h"
#include "sample.h"
#include "shard.h"
#include "stack.h"
#include "system.h"
#include "table.h"
#include "text.h"
#include "thread.h"
#include "tree.h"

#define EXPORT __attribute__((visibility("default")))

static struct memfn_table snapshots =
	MEMFN_TABLE(MEMFN_CHUNK_SNAPSHOTS, struct memfn_snapshot, 4, 1u << 16);
static struct memfn_table accounts =
	MEMFN_TABLE(MEMFN_CHUNK_SNAPSHOT_ACCOUNTS, struct memfn_snapshot_account, 10, 1u << 28);
static struct memfn_table nodes =
	MEMFN_TABLE(MEMFN_CHUNK_SNAPSHOT_NODES, struct memfn_snapshot_node, 10, 1u << 28);
static struct memfn_table narrow =
	MEMFN_TABLE(MEMFN_CHUNK_SNAPSHOT_NARROW, struct memfn_snapshot_narrow, 4, 1u << 16);
static struct memfn_table narrow_accounts =
	MEMFN_TABLE(MEMFN_CHUNK_NARROW_ACCOUNTS, struct memfn_narrow_account, 10, 1u << 28);
static struct memfn_table narrow_nodes =
	MEMFN_TABLE(MEMFN_CHUNK_NARROW_NODES, struct memfn_narrow_node, 10, 1u << 28);
static struct memfn_table frames =
	MEMFN_TABLE(MEMFN_CHUNK_SNAPSHOT_FRAMES, struct memfn_snapshot_frame, 8, 1u << 28);

/* What was, by account and by node; 0 for what had no figures yet. */
static uint64_t *account_versions, *node_versions;
static const size_t account_versions_size = MEMFN_MAX_ACCOUNTS * sizeof *account_versions;
static const size_t node_versions_size = MEMFN_MAX_NODES * sizeof *node_versions;

static bool changed(uint64_t *version, uint64_t now)
{
	bool moved = *version != now;
	*version = now;
	return moved;
}

static __attribute__((noinline)) void *add_slowly(struct memfn_table *table)
{
	uint32_t index = memfn_table_add(table);
	if (index == UINT32_MAX)
		return NULL;
	void *entry = memfn_table_at(table, index);
	memfn_os_populate(entry, (size_t)table->entry_size << table->shift);
	return entry;
}

/* A picture adds a hundred thousand entries at once: mostly there is room in the chunk at hand. */
static inline void *add(struct memfn_table *table)
{
	uint32_t index = table->count;
	if (unlikely(!(index & ((1u << table->shift) - 1))))
		return add_slowly(table);
	__atomic_store_n(&table->count, index + 1, __ATOMIC_RELEASE);
	return memfn_table_at(table, index);
}

/* --- accounts ------------------------------------------------------------------------------- */

static inline void keep_narrow_account(uint32_t index, const struct memfn_sums *sums)
{
	struct memfn_narrow_account *entry = add(&narrow_accounts);
	if (!entry)
		return;
	entry->account = index;
	entry->allocs = (uint32_t)sums->allocs;
	entry->alloc_bytes = (uint32_t)sums->alloc_bytes;
	entry->freed = (uint32_t)sums->freed;
	entry->freed_bytes = (uint32_t)sums->freed_bytes;
}

static inline void keep_account(uint32_t index, const struct memfn_sums *sums)
{
	struct memfn_snapshot_account *entry;
	if (!changed(&account_versions[index], sums->allocs + sums->freed))
		return;
	if (likely(!((sums->allocs | sums->alloc_bytes | sums->freed | sums->freed_bytes) >> 32))) {
		keep_narrow_account(index, sums);
		return;
	}
	if (!(entry = add(&accounts)))
		return;
	entry->account = index;
	entry->allocs = sums->allocs;
	entry->alloc_bytes = sums->alloc_bytes;
	entry->freed = sums->freed;
	entry->freed_bytes = sums->freed_bytes;
}

static inline void add_account(struct memfn_sums *sums, const struct memfn_account_counters *a)
{
	sums->allocs += a->allocs;
	sums->alloc_bytes += a->alloc_bytes;
	sums->freed += a->freed;
	sums->freed_bytes += a->freed_bytes;
}

static void take_account_leaf(uint32_t leaf)
{
	struct memfn_sums sums[MEMFN_LEAF] = {0};
	uint32_t shards = 0;
	for (struct memfn_shard_state *shard = memfn_shards; shard; shard = shard->next) {
		const struct memfn_account_counters *a = shard->account_leaves[leaf];
		for (uint32_t i = 0; a && i < MEMFN_LEAF; i++)
			add_account(&sums[i], &a[i]);
		shards += a != NULL;
	}
	for (uint32_t i = 0; shards && i < MEMFN_LEAF; i++)
		keep_account(leaf * MEMFN_LEAF + i, &sums[i]);
}

/* --- nodes ---------------------------------------------------------------------------------- */

static inline void add_node(struct memfn_snapshot_node *sum, const struct memfn_node_counters *node)
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

static inline bool node_is_narrow(const struct memfn_snapshot_node *sum)
{
	uint64_t all = sum->calls | sum->self_ticks | sum->frees | sum->freed_bytes | sum->temp_allocs;
	all |= (uint64_t)(sum->min_ticks | sum->max_ticks | sum->peak_bytes);
	return !(all >> 32) && sum->retained_bytes == (int32_t)sum->retained_bytes;
}

static inline void keep_narrow_node(uint32_t index, const struct memfn_snapshot_node *sum)
{
	struct memfn_narrow_node *entry = add(&narrow_nodes);
	if (!entry)
		return;
	entry->node = index;
	entry->calls = (uint32_t)sum->calls;
	entry->self_ticks = (uint32_t)sum->self_ticks;
	entry->min_ticks = (uint32_t)sum->min_ticks;
	entry->max_ticks = (uint32_t)sum->max_ticks;
	entry->peak_bytes = (uint32_t)sum->peak_bytes;
	entry->retained_bytes = (int32_t)sum->retained_bytes;
	entry->frees = (uint32_t)sum->frees;
	entry->freed_bytes = (uint32_t)sum->freed_bytes;
	entry->temp_allocs = (uint32_t)sum->temp_allocs;
}

static inline void keep_node(uint32_t index, const struct memfn_snapshot_node *sum)
{
	struct memfn_snapshot_node *entry;
	if (!sum->calls || !changed(&node_versions[index], node_version(sum)))
		return;
	if (likely(node_is_narrow(sum))) {
		keep_narrow_node(index, sum);
		return;
	}
	if (!(entry = add(&nodes)))
		return;
	*entry = *sum;
	entry->node = index;
}

/* The one shard that has a leaf; null where several have. */
static const struct memfn_node_counters *only_leaf(uint32_t leaf)
{
	const struct memfn_node_counters *only = NULL;
	for (struct memfn_shard_state *shard = memfn_shards; shard; shard = shard->next) {
		if (shard->node_leaves[leaf] && only)
			return NULL;
		if (shard->node_leaves[leaf])
			only = shard->node_leaves[leaf];
	}
	return only;
}

static void take_node_leaf(uint32_t leaf)
{
	const struct memfn_node_counters *only = only_leaf(leaf);
	struct memfn_snapshot_node sums[MEMFN_LEAF];
	for (uint32_t i = 0; only && i < MEMFN_LEAF; i++) {
		struct memfn_snapshot_node sum = {0};
		add_node(&sum, &only[i]);
		keep_node(leaf * MEMFN_LEAF + i, &sum);
	}
	if (only)
		return;
	memset(sums, 0, sizeof sums);
	for (struct memfn_shard_state *shard = memfn_shards; shard; shard = shard->next) {
		const struct memfn_node_counters *n = shard->node_leaves[leaf];
		for (uint32_t i = 0; n && i < MEMFN_LEAF; i++)
			add_node(&sums[i], &n[i]);
	}
	for (uint32_t i = 0; i < MEMFN_LEAF; i++)
		keep_node(leaf * MEMFN_LEAF + i, &sums[i]);
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
	int64_t net = entry->stack->net - memfn_credited(memfn_credit_at(entry->stack->number));
	uint32_t first = frames.count, count = 0;
	uint64_t end = entry->waiting ? entry->waiting_since : now;
	for (const struct memfn_frame *f = base; f->key && count < frames.limit - first; f++) {
		struct memfn_node_counters *node = (void *)(uintptr_t)f->node;
		struct memfn_snapshot_frame *taken = node ? add(&frames) : NULL;
		if (!taken)
			break;
		taken->node = memfn_state(node)->node;
		taken->stack = entry->stack->number;
		taken->total_ticks = positive((int64_t)(end - f->start));
		if (memfn_untimed)
			taken->total_ticks *= memfn_sample_weight(f), taken->self_ticks = taken->total_ticks;
		else
			taken->self_ticks = positive((int64_t)(taken->total_ticks - f->child_ticks));
		taken->retained_bytes = f->high < 0 ? 0 : net - f->net_at_start;
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

/* In whole chunks. */
static size_t room_for(const struct memfn_table *table, uint64_t entries)
{
	uint64_t chunks = (entries >> table->shift) + 1;
	return chunks * (((size_t)table->entry_size << table->shift) + sizeof(struct memfn_chunk));
}

/* The first picture has all there is, later ones what has changed. */
static bool ready(void)
{
	uint64_t nodes_now = memfn_node_count(), accounts_now = memfn_account_last + 1ull;
	if (account_versions && node_versions)
		return true;
	if (!account_versions)
		account_versions = memfn_os_map(account_versions_size);
	if (!node_versions)
		node_versions = memfn_os_map(node_versions_size);
	if (!account_versions || !node_versions)
		return false;
	memfn_os_populate(account_versions, accounts_now * sizeof *account_versions);
	memfn_os_populate(node_versions, nodes_now * sizeof *node_versions);
	memfn_chunk_make_room(room_for(&narrow_nodes, nodes_now) +
						  room_for(&narrow_accounts, accounts_now));
	return true;
}

/* It may be there: a snapshot before found no room for itself. */
static struct memfn_snapshot_narrow *narrow_of_next(void)
{
	uint32_t next = snapshots.count;
	return narrow.count > next ? memfn_table_at(&narrow, next) : add(&narrow);
}

static void take(struct memfn_snapshot *s, struct memfn_snapshot_narrow *n, const char *label,
				 enum memfn_snapshot_cause cause)
{
	s->ticks = memfn_clock_ticks();
	s->ns = memfn_clock_monotonic();
	s->live_bytes = memfn_live_bytes();
	s->peak_bytes = memfn_peak_bytes();
	s->cause = cause;
	s->first_account = accounts.count;
	s->first_node = nodes.count;
	s->first_frame = frames.count;
	n->first_account = narrow_accounts.count;
	n->first_node = narrow_nodes.count;
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
	n->accounts = narrow_accounts.count - n->first_account;
	n->nodes = narrow_nodes.count - n->first_node;
	s->rss_kib = memfn_system_rss_kib();
	s->cost_ns = memfn_clock_monotonic() - s->ns;
	__atomic_store_n(&s->label, memfn_string(label), __ATOMIC_RELEASE);
}

void memfn_snapshot_take(const char *label, enum memfn_snapshot_cause cause)
{
	struct memfn_held held = memfn_os_lock();
	struct memfn_snapshot_narrow *n = ready() ? narrow_of_next() : NULL;
	struct memfn_snapshot *s = n ? add(&snapshots) : NULL;
	if (s)
		take(s, n, label, cause);
	memfn_header_date();
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
	memfn_table_empty(&narrow);
	memfn_table_empty(&narrow_accounts);
	memfn_table_empty(&narrow_nodes);
	memfn_table_empty(&frames);
	if (account_versions)
		memfn_os_unmap(account_versions, account_versions_size);
	if (node_versions)
		memfn_os_unmap(node_versions, node_versions_size);
	account_versions = node_versions = NULL;
}
