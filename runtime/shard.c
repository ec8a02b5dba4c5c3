/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Making counters: leaves of MEMFN_LEAF entries in the profile, directories in private memory. */
#include "shard.h"

#include <string.h>

#include "block.h"
#include "chunk.h"
#include "header.h"
#include "library.h"
#include "options.h"
#include "os.h"
#include "profile.h"
#include "thread.h"
#include "tree.h"

struct memfn_shard_state *memfn_shards;
uint64_t memfn_shard_young;

enum { MANY_SHARDS = 64 };
static uint32_t count;

static void set_name(struct memfn_shard_state *shard, const char *name)
{
	strncpy(shard->file->thread_name, name, sizeof shard->file->thread_name - 1);
}

enum {
	NODE_LEAVES = MEMFN_MAX_NODES / MEMFN_LEAF,
	ACCOUNT_LEAVES = MEMFN_MAX_ACCOUNTS / MEMFN_LEAF,
	SHARE_LEAVES = MEMFN_MAX_OWNERS / MEMFN_LEAF,
};

/* Where no call has led yet: no function's record. */
static struct memfn_node_state nowhere = {.record = ~0u};

static void forget_met(struct memfn_node_state *node)
{
	node->next = node->next_but[0] = node->next_but[1] = (struct memfn_node_counters *)&nowhere;
}

static void met_line(struct memfn_share *line, struct memfn_share *function)
{
	if (!function->only) {
		function->only = line;
		return;
	}
	memfn_share_split(function);
	line->above = function;
}

static struct memfn_share *share_of(struct memfn_shard_state *shard, uint32_t owner)
{
	struct memfn_share **leaf = &shard->share_leaves[owner / MEMFN_LEAF];
	if (!*leaf)
		*leaf = memfn_os_small(MEMFN_LEAF * sizeof **leaf);
	if (!*leaf)
		return NULL;
	struct memfn_share *share = &(*leaf)[owner % MEMFN_LEAF];
	if (share->owner)
		return share;
	struct memfn_owner *made = memfn_owner_at(owner);
	if (made->location) {
		share->up = share_of(shard, (uint32_t)memfn_function_at(made->function)->own);
		if (!share->up)
			return NULL;
		met_line(share, share->up);
	}
	share->owner = made;
	return share;
}

/* With account 0, which nobody looks at: the tag of a block that the program wrote behind may name
 * it. */
static struct memfn_shard_state *shard_new(uint32_t start_node, const char *name)
{
	struct memfn_shard_state *shard = memfn_os_map(sizeof *shard);
	if (!shard)
		return NULL;
	shard->number = count;
	shard->start_node = start_node;
	shard->node_leaves = memfn_os_map(NODE_LEAVES * sizeof(void *));
	shard->account_leaves = memfn_os_map(ACCOUNT_LEAVES * sizeof(void *));
	shard->share_leaves = memfn_os_map(SHARE_LEAVES * sizeof(void *));
	shard->file = memfn_chunk(MEMFN_CHUNK_SHARD, count, 1, sizeof *shard->file, count);
	if (!shard->node_leaves || !shard->account_leaves || !shard->share_leaves || !shard->file)
		return NULL;
	shard->process = share_of(shard, 0);
	if (!shard->process || !memfn_shard_account(shard, 0))
		return NULL;
	shard->file->number = count++;
	shard->file->start_node = start_node;
	set_name(shard, name);
	shard->next = memfn_shards;
	memfn_shards = shard;
	return shard;
}

static bool has_name(const struct memfn_shard_state *shard, const char *name)
{
	return !strncmp(shard->file->thread_name, name, sizeof shard->file->thread_name - 1);
}

void memfn_shard_called(struct memfn_shard_state *shard, const char *name)
{
	if (shard->users == 1)
		set_name(shard, name);
}

/* A null name: any. */
static struct memfn_shard_state *free_one(uint32_t start_node, const char *name)
{
	struct memfn_shard_state *shard = memfn_shards;
	while (shard &&
		   !(shard->ended && shard->start_node == start_node && (!name || has_name(shard, name)) &&
			 (!shard->tid || !memfn_os_thread_alive(shard->tid))))
		shard = shard->next;
	return shard;
}

static struct memfn_shard_state *begin_use(struct memfn_shard_state *shard, uint32_t tid)
{
	if (shard) {
		shard->tid = tid;
		shard->ended = 0;
		shard->users++;
	}
	return shard;
}

struct memfn_shard_state *memfn_shard_take(uint32_t start_node, uint32_t tid, const char *name)
{
	struct memfn_shard_state *shard = free_one(start_node, name);
	if (!shard && count >= MANY_SHARDS && (shard = free_one(start_node, NULL)))
		set_name(shard, "");
	return begin_use(shard ? shard : shard_new(start_node, name), tid);
}

struct memfn_shard_state *memfn_shard_renamed(struct memfn_shard_state *mine, const char *name)
{
	if (has_name(mine, name))
		return mine;
	struct memfn_shard_state *shard = free_one(mine->start_node, name);
	if (!shard && mine->users > 1 && count < MANY_SHARDS)
		shard = shard_new(mine->start_node, name);
	if (shard)
		return begin_use(shard, mine->tid);
	memfn_shard_called(mine, name);
	return mine;
}

struct memfn_node_counters *memfn_shard_node(struct memfn_shard_state *shard, uint32_t node)
{
	struct memfn_node_counters **leaf = &shard->node_leaves[node / MEMFN_LEAF];
	if (!*leaf)
		*leaf = memfn_chunk(MEMFN_CHUNK_NODE_LEAF, node / MEMFN_LEAF, MEMFN_LEAF,
							MEMFN_LEAF * sizeof **leaf, shard->number);
	if (!*leaf)
		return NULL;
	struct memfn_node_state *state = memfn_state(&(*leaf)[node % MEMFN_LEAF]);
	if (!state->record) {
		state->min_ticks = INT64_MAX;
		state->charged = state->charged_but = &memfn_known_nothing;
		forget_met(state);
		state->node = node;
		state->record = memfn_node_at(node)->function + 1;
	}
	return (struct memfn_node_counters *)state;
}

struct memfn_account_counters *memfn_shard_account(struct memfn_shard_state *shard,
												   uint32_t account)
{
	struct memfn_account_counters **leaf = &shard->account_leaves[account / MEMFN_LEAF];
	if (!*leaf)
		*leaf = memfn_chunk(MEMFN_CHUNK_ACCOUNT_LEAF, account / MEMFN_LEAF, MEMFN_LEAF,
							MEMFN_LEAF * sizeof **leaf, shard->number);
	if (!*leaf)
		return NULL;
	struct memfn_account_counters *counters = &(*leaf)[account % MEMFN_LEAF];
	if (!counters->owner_private) {
		struct memfn_share *share = share_of(shard, memfn_account_at(account)->owner);
		if (!share)
			return NULL;
		if (!share->up)
			memfn_share_split(share);
		counters->peak_number = memfn_header->peak_number;
		__atomic_store_n(&counters->owner_private, (uintptr_t)share, __ATOMIC_RELEASE);
	}
	return counters;
}

/* A handler has forked since this event began: what there is is shared with the parent. */
static bool is_parents(void)
{
	return !memfn_recording.on && !memfn_recording.paused;
}

struct memfn_account_counters *memfn_shard_account_slow(struct memfn_shard_state *shard,
														uint32_t account)
{
	if (memfn_os_is_inside())
		return NULL;
	struct memfn_held held = memfn_os_lock();
	struct memfn_account_counters *counters =
		is_parents() ? NULL : memfn_shard_account(shard, account);
	memfn_header_date();
	memfn_os_unlock(held);
	return counters;
}

static uint32_t location_of(struct memfn_site *site)
{
	if (!site || !memfn_options.lines)
		return 0;
	return site->location ? (uint32_t)site->location : memfn_location_of(site);
}

uint32_t memfn_shard_account_index(struct memfn_node_counters *node, struct memfn_site *site)
{
	return memfn_account_of(memfn_state(node)->node, location_of(site));
}

static struct memfn_known *charge_new(struct memfn_shard_state *shard,
									  struct memfn_node_state *node, struct memfn_site *site)
{
	uint32_t account = memfn_shard_account_index((void *)node, site);
	struct memfn_account_counters *counters =
		account == MEMFN_NONE ? NULL : memfn_shard_account(shard, account);
	if (!counters)
		return NULL;
	struct memfn_known what = {.key = (uintptr_t)site,
							   .to = counters,
							   .tag = memfn_tag_account(account),
							   .from = node->node};
	return memfn_known_add(&shard->charged, what);
}

struct memfn_known *memfn_shard_charge_slow(struct memfn_shard_state *shard,
											struct memfn_node_state *node, struct memfn_site *site)
{
	if (memfn_os_is_inside())
		return NULL;
	struct memfn_held held = memfn_os_lock(); /* no handler runs */
	struct memfn_known *known = memfn_known_find(&shard->charged, node->node, (uintptr_t)site);
	if (!known && !is_parents())
		known = charge_new(shard, node, site);
	if (known)
		memfn_shard_note_charged(node, known);
	memfn_os_unlock(held);
	return known;
}

static void forget_charge(const struct memfn_known *known, void *shard)
{
	struct memfn_node_state *node = memfn_state(memfn_shard_node(shard, known->from));
	if (node->charged == known)
		__atomic_store_n(&node->charged, &memfn_known_nothing, __ATOMIC_RELAXED);
}

void memfn_shards_forget_sites(uintptr_t low, uintptr_t high)
{
	for (struct memfn_shard_state *shard = memfn_shards; shard; shard = shard->next)
		memfn_known_forget(&shard->charged, low, high, forget_charge, shard);
}

static struct memfn_node_counters *enter_new(struct memfn_shard_state *shard, uint32_t from,
											 struct memfn_desc *d, const char *library)
{
	uint32_t function =
		d->record ? (uint32_t)(uintptr_t)d->record - 1 : memfn_function_of(d, library);
	uint32_t node = function == MEMFN_NONE ? MEMFN_NONE : memfn_node_below(from, function);
	struct memfn_node_counters *to = node == MEMFN_NONE ? NULL : memfn_shard_node(shard, node);
	if (to && !memfn_known_find(&shard->entered, from, function + 1ull))
		memfn_known_add(&shard->entered,
						(struct memfn_known){.key = function + 1ull, .to = to, .from = from});
	return to;
}

struct memfn_node_counters *memfn_shard_enter_slow(struct memfn_shard_state *shard,
												   struct memfn_node_counters *from,
												   struct memfn_desc *d)
{
	if (memfn_os_is_inside())
		return NULL;
	const char *library = d->record ? NULL : memfn_library_of(d);
	struct memfn_held held = memfn_os_lock();
	struct memfn_node_counters *to =
		is_parents() ? NULL : enter_new(shard, memfn_state(from)->node, d, library);
	memfn_header_date();
	memfn_os_unlock(held);
	return to;
}

static void reset_node(struct memfn_node_state *node, uint32_t index)
{
	if (index >= memfn_node_count() || !node->record) { /* not of this process */
		*node = (struct memfn_node_state){0};
		return;
	}
	node->calls = node->self_ticks = node->time_squares = 0;
	node->min_ticks = INT64_MAX;
	node->max_ticks = node->peak_bytes = node->retained_bytes = 0;
	node->frees = node->freed_bytes = node->temp_allocs = 0;
	forget_met(node); /* caches may lead to the parent's */
	node->charged = node->charged_but = &memfn_known_nothing;
}

/* The owner is found again at the next use. */
static void reset_leaves(struct memfn_shard_state *shard)
{
	uint32_t nodes = memfn_node_count() / MEMFN_LEAF, accounts = memfn_account_last / MEMFN_LEAF;
	for (uint32_t leaf = 0; leaf <= nodes; leaf++)
		for (uint32_t i = 0; shard->node_leaves[leaf] && i < MEMFN_LEAF; i++)
			reset_node(memfn_state(&shard->node_leaves[leaf][i]), leaf * MEMFN_LEAF + i);
	for (uint32_t leaf = 0; leaf <= accounts; leaf++)
		if (shard->account_leaves[leaf])
			memset(shard->account_leaves[leaf], 0, MEMFN_LEAF * sizeof **shard->account_leaves);
	for (uint32_t leaf = 0; leaf <= memfn_owner_count() / MEMFN_LEAF; leaf++)
		if (shard->share_leaves[leaf])
			memset(shard->share_leaves[leaf], 0, MEMFN_LEAF * sizeof **shard->share_leaves);
	share_of(shard, 0);
	memfn_shard_account(shard, 0);
}

void memfn_shards_reset(struct memfn_shard_state *mine, uint32_t tid)
{
	for (struct memfn_shard_state *shard = memfn_shards; shard; shard = shard->next) {
		reset_leaves(shard);
		memset(shard->met, 0, sizeof shard->met);
		memfn_known_forget(&shard->entered, 0, UINTPTR_MAX, NULL, NULL);
		memfn_known_forget(&shard->charged, 0, UINTPTR_MAX, NULL, NULL);
		shard->ended = shard != mine;
		shard->tid = shard == mine ? tid : 0;
		shard->users = shard == mine;
	}
}

void memfn_shards_publish(void)
{
	for (struct memfn_shard_state *shard = memfn_shards; shard; shard = shard->next)
		for (uint32_t leaf = 0; leaf <= memfn_owner_count() / MEMFN_LEAF; leaf++)
			for (uint32_t i = 0; shard->share_leaves[leaf] && i < MEMFN_LEAF; i++) {
				struct memfn_share *share = &shard->share_leaves[leaf][i];
				if (share->owner && share != shard->process)
					share->owner->live = share->owner->peak - share->room;
				share->live = 0;
			}
}
