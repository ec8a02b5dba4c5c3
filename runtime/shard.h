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
#include "known.h"
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
	uint32_t record; /* d->record of this node's function; 0: the entry was never used */
	uint32_t node;
	struct memfn_node_counters *next; /* the node entered last from here; its record tells */
	uint64_t frees;
	uint64_t freed_bytes;
	uint64_t temp_allocs;
	uint64_t time_squares;
	struct memfn_known *charged;             /* what the last allocation here was charged to */
	struct memfn_node_counters *next_but[2]; /* two others like next, the older one last */
	struct memfn_known *charged_but;         /* another like charged */
};

static inline struct memfn_node_state *memfn_state(struct memfn_node_counters *counters)
{
	return (struct memfn_node_state *)counters;
}

enum { MEMFN_SHARD_MET = 2048 };

struct memfn_shard_state {
	struct memfn_shard_state *next;
	struct memfn_shard *file;
	struct memfn_node_counters **node_leaves;
	struct memfn_account_counters **account_leaves;
	struct memfn_share **share_leaves;
	struct memfn_share *process; /* of owner 0 */
	uint32_t number;
	uint32_t start_node;
	uint32_t tid;                      /* of the thread that writes it, or wrote it last */
	uint32_t ended;                    /* that thread has ended, or is about to */
	uint32_t users;                    /* threads there have been */
	struct memfn_known_table entered;  /* nodes, by the node before and the function's record */
	struct memfn_known_table charged;  /* accounts, by node and site */
	struct memfn_stack_places *places; /* see stack_switch.c */
	struct memfn_known *met[MEMFN_SHARD_MET]; /* of those entered, one of each hash */
};

extern struct memfn_shard_state *memfn_shards;

/* A shard for a thread that starts at a node and has a name: one whose thread, of that node and
 * name, is gone, or a new one. Null where there is no memory. Where programs give many threads a
 * name each, names are left out. Lock held. */
struct memfn_shard_state *memfn_shard_take(uint32_t start_node, uint32_t tid, const char *name);
/* For a thread that gets another name: one as above, of its node; its own where all in there is
 * this thread's, or where names are left out. Lock held. */
struct memfn_shard_state *memfn_shard_renamed(struct memfn_shard_state *mine, const char *name);
/* The thread that has this shard is called so; its name stays where there were others. Lock held.
 */
void memfn_shard_called(struct memfn_shard_state *shard, const char *name);

/* In a child made by fork: all counters start at 0; `mine` goes on, the others' threads are gone.
 */
void memfn_shards_reset(struct memfn_shard_state *mine, uint32_t tid);

/* When there come to be several stacks: the one shard's shares go to their owners. Lock held. */
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
/* Sites lie in objects, and another object has come to lie where one was: forgets those there. Lock
 * held. */
void memfn_shards_forget_sites(uintptr_t low, uintptr_t high);

/* What allocations from a node at a site are charged to, and counters by index, made where there
 * are none; null where there is no memory. */
struct memfn_known *memfn_shard_charge_slow(struct memfn_shard_state *shard,
											struct memfn_node_state *node, struct memfn_site *site);
struct memfn_account_counters *memfn_shard_account_slow(struct memfn_shard_state *shard,
														uint32_t account);

/* Paths are remembered from the call after so many on; until then each call goes the long way,
 * where sampling times them all. */
extern uint64_t memfn_shard_young;

/* A descriptor's function, as nodes have it; 0 where it is not known yet. */
static inline uint32_t memfn_record_of(const struct memfn_desc *d)
{
	return (uint32_t)(uintptr_t)d->record;
}

static inline struct memfn_known **memfn_shard_met(struct memfn_shard_state *shard, uint32_t from,
												   uintptr_t record)
{
	return &shard->met[(from + record * 37) % MEMFN_SHARD_MET];
}

static inline void memfn_shard_meet(struct memfn_shard_state *shard, struct memfn_known *known)
{
	const struct memfn_node_counters *to = known->to;
	if (likely(to->calls >= memfn_shard_young))
		*memfn_shard_met(shard, known->from, known->key) = known;
}

/* The node that this function enters from `from`, if it is one of those remembered; else null. */
static inline struct memfn_node_counters *memfn_shard_entered(struct memfn_node_counters *from,
															  const struct memfn_desc *d)
{
	const struct memfn_node_state *state = memfn_state(from);
	struct memfn_node_counters *to = __atomic_load_n(&state->next, __ATOMIC_RELAXED);
	if (likely(memfn_state(to)->record == memfn_record_of(d)))
		return to;
	to = __atomic_load_n(&state->next_but[0], __ATOMIC_RELAXED);
	if (memfn_state(to)->record == memfn_record_of(d))
		return to;
	to = __atomic_load_n(&state->next_but[1], __ATOMIC_RELAXED);
	return memfn_state(to)->record == memfn_record_of(d) ? to : NULL;
}

/* The same by the shard's memory; null, or what the node is to remember. */
static inline const struct memfn_known *memfn_shard_entered_before(struct memfn_shard_state *shard,
																   struct memfn_node_counters *from,
																   const struct memfn_desc *d)
{
	uint32_t node = memfn_state(from)->node;
	uint32_t record = memfn_record_of(d);
	const struct memfn_known *known =
		__atomic_load_n(memfn_shard_met(shard, node, record), __ATOMIC_RELAXED);
	return likely(known) && memfn_known_is(known, node, record) ? known : NULL;
}

static inline void memfn_shard_remember(struct memfn_node_counters *from,
										struct memfn_node_counters *to)
{
	struct memfn_node_state *state = memfn_state(from);
	state->next_but[1] = state->next_but[0];
	state->next_but[0] = state->next;
	state->next = to;
}

static inline struct memfn_node_counters *memfn_shard_enter(struct memfn_shard_state *shard,
															struct memfn_node_counters *from,
															struct memfn_desc *d)
{
	struct memfn_known *known =
		memfn_known_find(&shard->entered, memfn_state(from)->node, memfn_record_of(d));
	if (unlikely(!known))
		return memfn_shard_enter_slow(shard, from, d);
	memfn_shard_meet(shard, known);
	return known->to;
}

static inline void memfn_shard_note_charged(struct memfn_node_state *node,
											struct memfn_known *known)
{
	node->charged_but = node->charged;
	node->charged = known;
}

/* What allocations from a node at a site have been charged to, which then is the last one; null
 * where there were none. A handler that allocates at another site of the node changes what the node
 * has, never what was read of it. The last but one may be of an object that has gone, and its entry
 * about another node by now. */
static inline struct memfn_known *memfn_shard_charged_before(struct memfn_shard_state *shard,
															 struct memfn_node_state *node,
															 uint64_t site)
{
	struct memfn_known *known = __atomic_load_n(&node->charged_but, __ATOMIC_RELAXED);
	if (!memfn_known_is(known, node->node, site))
		known = memfn_known_find(&shard->charged, node->node, site);
	if (likely(known))
		memfn_shard_note_charged(node, known);
	return known;
}

/* The same for the first one, too; null where there is no memory. */
static inline struct memfn_known *memfn_shard_charge(struct memfn_shard_state *shard,
													 struct memfn_node_state *node, uint64_t site)
{
	struct memfn_known *known = memfn_shard_charged_before(shard, node, site);
	return likely(known) ? known : memfn_shard_charge_slow(shard, node, (void *)(uintptr_t)site);
}

/* The same where it was the last one; else its key is another. */
static inline const struct memfn_known *memfn_shard_charged(const struct memfn_node_state *node)
{
	return __atomic_load_n(&node->charged, __ATOMIC_RELAXED);
}

#endif
