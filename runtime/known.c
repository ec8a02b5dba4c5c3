/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
#include "known.h"

#include "atomic.h"
#include "os.h"

enum { FIRST_HEADS = 64 };

struct memfn_known memfn_known_nothing = {.key = MEMFN_KEY_OF_NOBODY};

static void link_in(struct memfn_known_heads *heads, struct memfn_known *known)
{
	struct memfn_known **first =
		&heads->first[memfn_known_hash(known->from, known->key) & heads->mask];
	__atomic_store_n(&known->next, *first, __ATOMIC_RELAXED);
	__atomic_store_n(first, known, __ATOMIC_RELEASE);
}

/* The old heads stay: the search that a handler has interrupted may be reading them. It follows an
 * entry into another chain then, and misses what it wanted. */
static struct memfn_known_heads *grown(struct memfn_known_table *table)
{
	struct memfn_known_heads *old = table->heads;
	uint64_t size = old ? (old->mask + 1) * 2 : FIRST_HEADS;
	struct memfn_known_heads *fresh = memfn_os_map(sizeof *fresh + size * sizeof *fresh->first);
	if (!fresh)
		return old;
	fresh->mask = size - 1;
	for (uint64_t i = 0; old && i <= old->mask; i++)
		for (struct memfn_known *known = old->first[i], *next; known; known = next) {
			next = known->next;
			link_in(fresh, known);
		}
	__atomic_store_n(&table->heads, fresh, __ATOMIC_RELEASE);
	return fresh;
}

/* Many at once, so that they lie without gaps. */
static void take_memory(struct memfn_known_table *table)
{
	enum { AT_ONCE = 32 };
	struct memfn_known *fresh = memfn_os_small(AT_ONCE * sizeof *fresh);
	for (int i = AT_ONCE; fresh && i--;) {
		fresh[i].next = table->unused;
		table->unused = &fresh[i];
	}
}

struct memfn_known *memfn_known_add(struct memfn_known_table *table, struct memfn_known what)
{
	struct memfn_known_heads *heads = table->heads;
	if (!heads || table->count > heads->mask / 2) /* most chains have one */
		heads = grown(table);
	if (!table->unused)
		take_memory(table);
	struct memfn_known *known = table->unused;
	if (!heads || !known)
		return NULL;
	table->unused = known->next;
	*known = what;
	link_in(heads, known);
	table->count++;
	return known;
}

void memfn_known_forget(struct memfn_known_table *table, uintptr_t low, uintptr_t high,
						void (*gone)(const struct memfn_known *known, void *argument),
						void *argument)
{
	struct memfn_known_heads *heads = table->heads;
	for (uint64_t i = 0; heads && i <= heads->mask; i++)
		for (struct memfn_known **link = &heads->first[i], *known; (known = *link);) {
			if (known->key < low || known->key >= high) {
				link = &known->next;
				continue;
			}
			__atomic_store_n(link, known->next, __ATOMIC_RELAXED);
			if (gone)
				gone(known, argument);
			__atomic_store_n(&known->key, MEMFN_KEY_OF_NOBODY, __ATOMIC_RELAXED);
			__atomic_store_n(&known->next, table->unused, __ATOMIC_RELAXED);
			table->unused = known;
			table->count--;
		}
}
