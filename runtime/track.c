/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/*
 * Blocks of the program's own allocators. They stand in the table of large blocks under their
 * address with the domain in its upper bits, where no address of malloc's has any. What a pool
 * takes in bulk is kept out of the figures by hiding the thread meanwhile: it is busy, and its
 * floor shows every event that something is amiss.
 */
#include <errno.h> /* errno, kept */

#include "account.h"
#include "api.h"
#include "block.h"
#include "interpose.h"
#include "thread.h"

#define EXPORT __attribute__((visibility("default")))

enum { ADDRESS_BITS = 48, DOMAINS = 65535 };

/* The block's name in the table; null where there can be none. */
static void *name_of(unsigned domain, const void *block)
{
	uint64_t address = (uintptr_t)block;
	if (!domain || domain >= DOMAINS || address >> ADDRESS_BITS)
		return NULL;
	return (void *)(uintptr_t)(address | (uint64_t)domain << ADDRESS_BITS);
}

static void untrack(void *name, uint64_t key)
{
	struct memfn_block what;
	if (memfn_big_take(name, &what))
		memfn_count_taken(name, MEMFN_BLOCK_LISTED, what, key);
}

EXPORT void __memfn_track(unsigned domain, const void *block, size_t size)
{
	uint64_t key = MEMFN_EVENT_KEY();
	void *name = name_of(domain, block);
	int saved = errno;
	if (!name || size > PTRDIFF_MAX)
		return;
	untrack(name, key);
	memfn_count_alloc(name, size, size, true, key);
	errno = saved;
}

EXPORT void __memfn_untrack(unsigned domain, const void *block)
{
	void *name = name_of(domain, block);
	int saved = errno;
	if (name)
		untrack(name, MEMFN_EVENT_KEY());
	errno = saved;
}

static void untrack_part(uint32_t part, uintptr_t from, uint64_t size, uint64_t key)
{
	enum { AT_ONCE = 64 };
	uintptr_t names[AT_ONCE];
	struct memfn_block what[AT_ONCE];
	uint32_t count;
	do {
		count = memfn_big_take_within(part, from, size, names, what, AT_ONCE);
		for (uint32_t i = 0; i < count; i++)
			memfn_count_taken((void *)names[i], MEMFN_BLOCK_LISTED, what[i], key);
	} while (count == AT_ONCE);
}

EXPORT void __memfn_untrack_range(unsigned domain, const void *begin, size_t size)
{
	uint64_t key = MEMFN_EVENT_KEY(), room = (1ull << ADDRESS_BITS) - (uintptr_t)begin;
	uintptr_t from = (uintptr_t)name_of(domain, begin);
	int saved = errno;
	for (uint32_t part = 0; from && part < MEMFN_BIG_PARTS; part++)
		untrack_part(part, from, size < room ? size : room, key);
	errno = saved;
}

/* --- what a pool takes in bulk --------------------------------------------------------------- */

/* How deep this thread is in hiding, and its floor before. */
static __thread uint32_t depth;
static __thread uint64_t floor_before;

EXPORT int __memfn_hide(void)
{
	struct memfn_thread *t = &memfn_self;
	if (!depth && !memfn_attend(t, MEMFN_EVENT_KEY(), false))
		return 0;
	if (depth++)
		return 1;
	t->busy++;
	floor_before = t->floor;
	t->floor = 0;
	memfn_gate_close();
	return 1;
}

EXPORT void __memfn_show(void)
{
	struct memfn_thread *t = &memfn_self;
	if (--depth)
		return;
	t->floor = floor_before;
	memfn_gate_open(t);
	t->busy--;
}
