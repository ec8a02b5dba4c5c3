/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Making counters: leaves of MEMFN_LEAF entries in the profile, directories in private memory. */
#include "shard.h"

#include <string.h>

#include "block.h"
#include "library.h"
#include "options.h"
#include "os.h"
#include "profile.h"
#include "tree.h"

struct memfn_shard_state *memfn_shards;

enum {
	NODE_LEAVES = (1 << 24) / MEMFN_LEAF,
	ACCOUNT_LEAVES = (1 << 24) / MEMFN_LEAF,
	SHARE_LEAVES = (1 << 25) / MEMFN_LEAF,
};

const struct memfn_site memfn_no_site;

/* Where no call has led yet: no function's record. */
static struct memfn_node_state nowhere = {.record = ~0ull};

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
	}
	share->owner = made;
	return share;
}

static struct memfn_shard_state *shard_new(uint32_t start_node)
{
	static uint32_t count;
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
	if (!shard->process)
		return NULL;
	shard->file->number = count++;
	shard->file->start_node = start_node;
	shard->next = memfn_shards;
	memfn_shards = shard;
	return shard;
}

struct memfn_shard_state *memfn_shard_take(uint32_t start_node, uint32_t tid)
{
	struct memfn_shard_state *shard = memfn_shards;
	while (shard && !(shard->ended && shard->start_node == start_node &&
					  (!shard->tid || !memfn_os_thread_alive(shard->tid))))
		shard = shard->next;
	if (!shard)
		shard = shard_new(start_node);
	if (shard) {
		shard->tid = tid;
		shard->ended = 0;
	}
	return shard;
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
		state->site = &memfn_no_site;
		state->next = (struct memfn_node_counters *)&nowhere;
		state->node = node;
		state->function = memfn_node_at(node)->function;
		state->record = state->function + 1ull;
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
		counters->peak_number = memfn_header->peak_number;
		__atomic_store_n(&counters->owner_private, (uintptr_t)share, __ATOMIC_RELEASE);
	}
	return counters;
}

struct memfn_account_counters *memfn_shard_account_slow(struct memfn_shard_state *shard,
														uint32_t account)
{
	struct memfn_held held = memfn_os_lock();
	struct memfn_account_counters *counters = memfn_shard_account(shard, account);
	memfn_profile_date();
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

/* Entries that are there already are found without the lock, whose taking is two system calls, but
 * come into a cache only with it, when no handler runs: each CACHE_AGAIN-th miss takes it all the
 * same, so that what is frequent finds its way into a cache. */
enum { CACHE_AGAIN = 64 };

static bool without_the_lock(struct memfn_shard_state *shard)
{
	return ++shard->misses % CACHE_AGAIN;
}

/* Leaves the account in the node's cache. */
static struct memfn_account_counters *known_account(struct memfn_shard_state *shard,
													struct memfn_node_state *node,
													struct memfn_site *site)
{
	bool charged = site && memfn_options.lines;
	uint32_t location = charged ? (uint32_t)__atomic_load_n(&site->location, __ATOMIC_ACQUIRE) : 0;
	if (charged && !location)
		return NULL;
	uint32_t account = memfn_account_known(node->node, location);
	if (account == MEMFN_NONE)
		return NULL;
	struct memfn_account_counters *counters = shard->account_leaves[account / MEMFN_LEAF];
	if (!counters || !(counters += account % MEMFN_LEAF)->owner_private)
		return NULL;
	return memfn_cache_account(node, site, counters, memfn_tag_account(account)) ? counters : NULL;
}

struct memfn_account_counters *memfn_shard_allocate_slow(struct memfn_shard_state *shard,
														 struct memfn_node_state *node,
														 struct memfn_site *site)
{
	struct memfn_account_counters *counters = NULL;
	if (without_the_lock(shard) && (counters = known_account(shard, node, site)))
		return counters;
	struct memfn_held held = memfn_os_lock(); /* no handler runs */
	uint32_t account = memfn_shard_account_index((void *)node, site);
	uint32_t at = memfn_site_slot(node, site);
	if (account != MEMFN_NONE)
		counters = memfn_shard_account(shard, account);
	if (counters) {
		uint64_t tag = memfn_tag_account(account);
		memfn_cache_account(node, site, counters, tag);
		shard->version++;
		shard->sites[at].node = node;
		shard->sites[at].site = site;
		shard->sites[at].account = counters;
		shard->sites[at].tag = tag;
	}
	memfn_os_unlock(held);
	return counters;
}

void memfn_shards_forget_sites(void)
{
	for (struct memfn_shard_state *shard = memfn_shards; shard; shard = shard->next) {
		for (uint32_t at = 0; at < MEMFN_SITE_CACHE; at++)
			__atomic_store_n(&shard->sites[at].node, NULL, __ATOMIC_RELAXED);
		for (uint32_t node = 0; node < memfn_node_count(); node++)
			if (shard->node_leaves[node / MEMFN_LEAF])
				memfn_state(memfn_shard_node(shard, node))->site = &memfn_no_site;
	}
}

static struct memfn_node_counters *known_node(struct memfn_shard_state *shard, uint32_t from,
											  const struct memfn_desc *d)
{
	uintptr_t record = (uintptr_t)__atomic_load_n(&d->record, __ATOMIC_ACQUIRE);
	uint32_t node = record ? memfn_node_known_below(from, (uint32_t)record - 1) : MEMFN_NONE;
	struct memfn_node_counters *leaf =
		node == MEMFN_NONE ? NULL : shard->node_leaves[node / MEMFN_LEAF];
	return leaf && memfn_state(&leaf[node % MEMFN_LEAF])->record ? &leaf[node % MEMFN_LEAF] : NULL;
}

struct memfn_node_counters *memfn_shard_enter_slow(struct memfn_shard_state *shard,
												   struct memfn_node_counters *from,
												   struct memfn_desc *d)
{
	struct memfn_node_counters *to = NULL;
	if (without_the_lock(shard) && (to = known_node(shard, memfn_state(from)->node, d)))
		return to;
	const char *library = d->record ? NULL : memfn_library_of(d);
	struct memfn_held held = memfn_os_lock();
	uint32_t function =
		d->record ? (uint32_t)(uintptr_t)d->record - 1 : memfn_function_of(d, library);
	uint32_t node =
		function == MEMFN_NONE ? MEMFN_NONE : memfn_node_below(memfn_state(from)->node, function);
	if (node != MEMFN_NONE)
		to = memfn_shard_node(shard, node);
	if (to) {
		uint64_t record = function + 1ull;
		uint32_t at = (uint32_t)((uintptr_t)from >> 7 ^ record * 37) % MEMFN_PATH_CACHE;
		shard->version++;
		signal_fence();
		shard->paths[at].from = from;
		shard->paths[at].record = record;
		shard->paths[at].to = to;
		memfn_state(from)->next = to;
	}
	memfn_profile_date();
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
	node->next = (struct memfn_node_counters *)&nowhere; /* caches may lead to the parent's */
	node->site = &memfn_no_site;
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
}

void memfn_shards_reset(struct memfn_shard_state *mine, uint32_t tid)
{
	for (struct memfn_shard_state *shard = memfn_shards; shard; shard = shard->next) {
		reset_leaves(shard);
		memset(shard->paths, 0, sizeof shard->paths);
		memset(shard->sites, 0, sizeof shard->sites);
		shard->ended = shard != mine;
		shard->tid = shard == mine ? tid : 0;
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
