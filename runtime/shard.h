/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/*
 * Counters. A thread writes those of its own shard only; a shard belongs to one thread at a time
 * and goes to the next one that starts at the same path when its thread is gone. Finding a counter
 * by index is two loads; making one takes the lock (the _slow functions take it themselves).
 */
#ifndef MEMFN_SHARD_H
#define MEMFN_SHARD_H

#include <stddef.h>
#include <stdint.h>

#include "atomic.h"
#include "memfn/abi.h"
#include "memfn/format.h"
#include "peak.h"

/* A node's counters with the caches in the words that format.h calls private. */
struct memfn_node_state {
	uint64_t calls;
	uint64_t self_ticks;
	int64_t min_ticks;
	int64_t max_ticks;
	int64_t peak_bytes;
	int64_t retained_bytes;
	uint64_t record; /* d->record of this node's function; 0: the entry was never used */
	struct memfn_node_counters *next; /* the node last entered from here; its record tells */
	uint64_t frees;
	uint64_t freed_bytes;
	uint64_t temp_allocs;
	uint64_t time_squares;
	const struct memfn_site *site;          /* of the last allocation here, */
	struct memfn_account_counters *account; /* and its account, */
	uint64_t tag;                           /* whose index is here, in its place in a tag */
	uint32_t node;
	uint32_t function;
};

static inline struct memfn_node_state *memfn_state(struct memfn_node_counters *counters)
{
	return (struct memfn_node_state *)counters;
}

enum { MEMFN_PATH_CACHE = 4096, MEMFN_SITE_CACHE = 512 };

struct memfn_shard_state {
	struct memfn_shard_state *next;
	struct memfn_shard *file;
	struct memfn_node_counters **node_leaves;
	struct memfn_account_counters **account_leaves;
	struct memfn_share **share_leaves;
	struct memfn_share *process; /* of owner 0 */
	uint32_t number;
	uint32_t start_node;
	uint32_t tid;     /* of the thread that writes it, or wrote it last */
	uint32_t ended;   /* that thread has ended, or is about to */
	uint64_t version; /* of paths and sites: moves before they change */
	uint32_t misses;  /* of either */
	struct {
		struct memfn_node_counters *from;
		uint64_t record;
		struct memfn_node_counters *to;
	} paths[MEMFN_PATH_CACHE];
	struct {
		struct memfn_node_state *node;
		const struct memfn_site *site;
		struct memfn_account_counters *account;
		uint64_t tag;
	} sites[MEMFN_SITE_CACHE];
};

extern struct memfn_shard_state *memfn_shards;

/* What no frame's site is: the cache is empty. */
extern const struct memfn_site memfn_no_site;

/* A shard for a thread that starts at a node: one whose thread is gone, or a new one. Null where
 * there is no memory. Lock held. */
struct memfn_shard_state *memfn_shard_take(uint32_t start_node, uint32_t tid);

/* In a child made by fork: all counters start at 0; `mine` goes on, the others' threads are gone.
 */
void memfn_shards_reset(struct memfn_shard_state *mine, uint32_t tid);

/* When there come to be several stacks: the one shard's shares go to their owners. */
void memfn_shards_publish(void);

/* Counters by index; null where there is no memory. Lock held. */
struct memfn_node_counters *memfn_shard_node(struct memfn_shard_state *shard, uint32_t node);
struct memfn_account_counters *memfn_shard_account(struct memfn_shard_state *shard,
												   uint32_t account);

/* The node entered from `from` through a descriptor; null where there is no memory. */
struct memfn_node_counters *memfn_shard_enter_slow(struct memfn_shard_state *shard,
												   struct memfn_node_counters *from,
												   struct memfn_desc *d);
/* The index of that account; MEMFN_NONE where there is no memory. Lock held. */
uint32_t memfn_shard_account_index(struct memfn_node_counters *node, struct memfn_site *site);
/* Sites lie in objects, and another object may come to lie where one was: forgets them. Lock held.
 */
void memfn_shards_forget_sites(void);

struct memfn_account_counters *memfn_shard_allocate_slow(struct memfn_shard_state *shard,
														 struct memfn_node_state *node,
														 struct memfn_site *site);
struct memfn_account_counters *memfn_shard_account_slow(struct memfn_shard_state *shard,
														uint32_t account);

/* The node last entered from `from`, if it is the one of this function; else null. */
static inline struct memfn_node_counters *memfn_shard_entered(struct memfn_node_counters *from,
															  const struct memfn_desc *d)
{
	struct memfn_node_counters *to = __atomic_load_n(&memfn_state(from)->next, __ATOMIC_RELAXED);
	return likely(memfn_state(to)->record == (uintptr_t)d->record) ? to : NULL;
}

/* A handler may enter other functions from the same node between any two loads here: the first
 * cache is read in one, the second is believed only if no entry has changed meanwhile. */
static inline struct memfn_node_counters *memfn_shard_enter(struct memfn_shard_state *shard,
															struct memfn_node_counters *from,
															struct memfn_desc *d)
{
	uint64_t record = (uintptr_t)d->record;
	struct memfn_node_counters *to = __atomic_load_n(&memfn_state(from)->next, __ATOMIC_RELAXED);
	if (likely(memfn_state(to)->record == record))
		return to;
	uint32_t at = (uint32_t)((uintptr_t)from >> 7 ^ record * 37) % MEMFN_PATH_CACHE;
	uint64_t version = shard->version;
	signal_fence();
	bool found = shard->paths[at].from == from && shard->paths[at].record == record;
	to = shard->paths[at].to;
	signal_fence();
	if (likely(found && shard->version == version))
		return to;
	return memfn_shard_enter_slow(shard, from, d);
}

static inline uint32_t memfn_site_slot(const struct memfn_node_state *node,
									   const struct memfn_site *site)
{
	return (uint32_t)((uintptr_t)node >> 7 ^ (uintptr_t)site >> 3) % MEMFN_SITE_CACHE;
}

/* The site comes last into the node's cache, and is taken out first: a handler may look in between,
 * or even put another one there. False: it did, or does so now. */
static inline bool memfn_cache_account(struct memfn_node_state *node, const struct memfn_site *site,
									   struct memfn_account_counters *account, uint64_t tag)
{
	node->site = &memfn_no_site;
	signal_fence();
	node->account = account;
	node->tag = tag;
	signal_fence();
	return gauge_swap((int64_t *)&node->site, (int64_t)(uintptr_t)&memfn_no_site,
					  (int64_t)(uintptr_t)site);
}

/* The account of allocations from a node at a site; leaves it in the node's cache. Null where there
 * is no memory. */
static inline struct memfn_account_counters *memfn_shard_allocate(struct memfn_shard_state *shard,
																  struct memfn_node_state *node,
																  struct memfn_site *site)
{
	uint32_t at = memfn_site_slot(node, site);
	uint64_t version = shard->version;
	signal_fence();
	bool found = shard->sites[at].node == node && shard->sites[at].site == site;
	struct memfn_account_counters *account = shard->sites[at].account;
	uint64_t tag = shard->sites[at].tag;
	signal_fence();
	if (likely(found && shard->version == version && memfn_cache_account(node, site, account, tag)))
		return account;
	return memfn_shard_allocate_slow(shard, node, site);
}

#endif
