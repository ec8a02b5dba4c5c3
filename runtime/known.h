/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/*
 * What a shard has met before: where an entry into a function led from a node, what an allocation
 * at a site under a node is charged to. Its thread finds it without the lock, in handlers too: an
 * entry is whole before it is linked, and is handed on as one pointer. Entries go only when the
 * object that they are about has gone. All that changes a table is done with the lock held.
 */
#ifndef MEMFN_KNOWN_H
#define MEMFN_KNOWN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "atomic.h"

struct memfn_known {
	struct memfn_known *next;
	uintptr_t key; /* a function's record, or a site */
	void *to;      /* a node's counters, or an account's */
	uint64_t tag;  /* the account, in its place in a tag */
	uint32_t from; /* the node */
};

struct memfn_known_heads {
	uint64_t mask;
	struct memfn_known *first[];
};

struct memfn_known_table {
	struct memfn_known_heads *heads; /* null while empty */
	struct memfn_known *unused;
	uint64_t count;
};

/* Neither a site nor a function's record. */
#define MEMFN_KEY_OF_NOBODY UINTPTR_MAX

extern struct memfn_known memfn_known_nothing;

static inline uint64_t memfn_known_hash(uint32_t from, uintptr_t key)
{
	return (key ^ (uint64_t)from << 32) * 0x9E3779B97F4A7C15u >> 32;
}

/* The first entry of where this one would be, or null. */
static inline struct memfn_known *memfn_known_first(const struct memfn_known_table *table,
													uint32_t from, uintptr_t key)
{
	const struct memfn_known_heads *heads = __atomic_load_n(&table->heads, __ATOMIC_RELAXED);
	if (unlikely(!heads))
		return NULL;
	return __atomic_load_n(&heads->first[memfn_known_hash(from, key) & heads->mask],
						   __ATOMIC_RELAXED);
}

static inline bool memfn_known_is(const struct memfn_known *known, uint32_t from, uintptr_t key)
{
	return likely(__atomic_load_n(&known->key, __ATOMIC_RELAXED) == key) &&
		   likely(known->from == from);
}

/* The entry, or null. A handler that adds to the table meanwhile may hide it. */
static inline struct memfn_known *memfn_known_find(const struct memfn_known_table *table,
												   uint32_t from, uintptr_t key)
{
	struct memfn_known *known = memfn_known_first(table, from, key);
	while (known && !memfn_known_is(known, from, key))
		known = __atomic_load_n(&known->next, __ATOMIC_RELAXED);
	return known;
}

/* Adds what is not there; null where there is no memory. */
struct memfn_known *memfn_known_add(struct memfn_known_table *table, struct memfn_known what);

/* Takes out the entries with keys in a range, telling of each. */
void memfn_known_forget(struct memfn_known_table *table, uintptr_t low, uintptr_t high,
						void (*gone)(const struct memfn_known *known, void *argument),
						void *argument);

#endif
