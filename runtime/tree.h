/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/*
 * What there is: functions, paths, locations, owners, accounts. Each is interned in a table of the
 * profile and known by its index; indexes are given out from 0 and never change. Lock held for all
 * of it, except reading an entry whose index one already has. None of these figures change once
 * made: counters live in shards, owners' live bytes in peak.h.
 */
#ifndef MEMFN_TREE_H
#define MEMFN_TREE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "atomic.h"
#include "memfn/abi.h"
#include "memfn/format.h"
#include "table.h"

#define MEMFN_NONE UINT32_MAX
/* As many as there may be: whatever is found by an index of these has room for them. */
#define MEMFN_MAX_NODES (1u << 24)
#define MEMFN_MAX_OWNERS (1u << 25)
#define MEMFN_MAX_ACCOUNTS (1u << 24) /* MEMFN_TAG_ACCOUNT_BITS */

/* Makes the tables with the pseudo-functions, node 0, owner 0 and account 0. -ENOMEM. */
int memfn_tree_start(void);

/* In a child made by fork: owners' live bytes, peaks and credits start at 0. */
void memfn_tree_reset(void);

/* The function of a descriptor, by (linkage name, file, line); its word goes into d->record: the
 * index plus 1, so that 0 is no function. MEMFN_NONE where there is no memory. `library` is what
 * memfn_library_of says. */
uint32_t memfn_function_of(struct memfn_desc *d, const char *library);

/* The node reached by entering a function from a node. At max_paths: the function's one node under
 * <more>. MEMFN_NONE where there is no memory. */
uint32_t memfn_node_below(uint32_t node, uint32_t function);

/* The location of a site: its index goes into site->location. 0 where there is no memory. */
uint32_t memfn_location_of(struct memfn_site *site);

/* The account of a node and a location (0: none). MEMFN_NONE where there is no memory. */
uint32_t memfn_account_of(uint32_t node, uint32_t location);

struct memfn_function *memfn_function_at(uint32_t index);
struct memfn_node *memfn_node_at(uint32_t index);
struct memfn_owner *memfn_owner_at(uint32_t index);
struct memfn_account *memfn_account_at(uint32_t index);
/* The credit of a stack number; null where there is none. */
extern struct memfn_table memfn_credits __attribute__((visibility("hidden")));
enum { MEMFN_CREDITS_SHIFT = 4 }; /* of that table */
static inline struct memfn_credit *memfn_credit_at(uint32_t number)
{
	if (number >= memfn_credits.count)
		return NULL;
	struct memfn_credit *chunk = (void *)memfn_credits.chunks[number >> MEMFN_CREDITS_SHIFT];
	return &chunk[number % (1u << MEMFN_CREDITS_SHIFT)];
}
/* The index of the last account; how many functions and nodes there are. Without the lock. */
extern uint32_t memfn_account_last __attribute__((visibility("hidden")));
uint32_t memfn_node_count(void);
uint32_t memfn_owner_count(void);
uint32_t memfn_function_count(void);
/* The stack `by` frees a block of another one. The first that does has a counter of its own and
 * needs no atomic addition: mostly one thread frees what another one makes. False where `by` may
 * become it first. */
void memfn_credit_claim(struct memfn_credit *credit, uint32_t by);
static inline bool memfn_credit_add(struct memfn_credit *credit, int64_t bytes, uint32_t by)
{
	uint64_t one = __atomic_load_n(&credit->one, __ATOMIC_RELAXED);
	if (likely(one == by && by))
		gauge_add(&credit->freed_by_one, bytes);
	else if (one || !by)
		__atomic_fetch_add(&credit->freed_bytes, bytes, __ATOMIC_RELAXED);
	else
		return false;
	return true;
}
/* One more credit, its number. 0, which nobody reads, from the 65,536th on. */
uint32_t memfn_credit_new(void);

#endif
