/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
#include "pages.h"

#include <stddef.h>

#include "atomic.h"
#include "os.h"

/* A page's number: bits for the place in the root, in a branch, in a leaf. Of branches and leaves
 * only those pages of memory are there that something was written to. */
enum {
	PAGE_BITS = 12,
	LEAF_BITS = 14,
	BRANCH_BITS = 13,
	ROOT_BITS = 9,
	ADDRESS_BITS = PAGE_BITS + LEAF_BITS + BRANCH_BITS + ROOT_BITS, /* 48 */
};

/* Of the block that begins in a page its owner, account 0-19, thread 20-29, and where in the page,
 * in units of 1 KiB, 30-31; 0: none begins there. Account and thread are not both 0. */
enum { THREAD_AT = 20, PLACE_AT = 30, PLACES = 4 };
#define ACCOUNTS (1u << THREAD_AT)
#define THREADS (1u << (PLACE_AT - THREAD_AT))

struct leaf {
	uint32_t owners[1 << LEAF_BITS];
	uint16_t sizes[1 << LEAF_BITS];
};

struct branch {
	struct leaf *leaves[1 << BRANCH_BITS];
};

static struct branch *root[1 << ROOT_BITS];

/* From this size on, what the pages of a block take here may be more than an entry of the table of
 * large blocks. */
enum { LARGE = 4 * MEMFN_PAGE };

_Static_assert(1 << PAGE_BITS == MEMFN_PAGE, "pages");

static uint32_t place_of(const void *block)
{
	return (uint32_t)((uintptr_t)block * PLACES / MEMFN_PAGE) % PLACES;
}

static bool is_of(uint32_t owner, const void *block)
{
	return owner && owner >> PLACE_AT == place_of(block);
}

/* What hangs at a place of the tree; with `make` something does, but for want of memory. Of two
 * threads that make it at once one gives its own back. */
static void *hanging(void **at, size_t size, bool make)
{
	void *there = __atomic_load_n(at, __ATOMIC_ACQUIRE);
	if (likely(there) || !make)
		return there;
	void *fresh = memfn_os_map(size);
	if (!fresh ||
		__atomic_compare_exchange_n(at, &there, fresh, false, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE))
		return fresh;
	memfn_os_unmap(fresh, size);
	return there;
}

/* The leaf with the page that the block begins in, and which of its pages that is; null where there
 * is none, or can be none. */
static struct leaf *leaf_of(const void *block, bool make, uint32_t *page)
{
	uintptr_t number = (uintptr_t)block >> PAGE_BITS;
	if ((uintptr_t)block >> ADDRESS_BITS || (uintptr_t)block % (MEMFN_PAGE / PLACES))
		return NULL;
	struct branch *branch =
		hanging((void **)&root[number >> (LEAF_BITS + BRANCH_BITS)], sizeof *branch, make);
	if (!branch)
		return NULL;
	*page = number % (1 << LEAF_BITS);
	return hanging((void **)&branch->leaves[(number >> LEAF_BITS) % (1 << BRANCH_BITS)],
				   sizeof(struct leaf), make);
}

/* What stands there of the same place is of a block whose end was not seen. */
bool memfn_pages_add(const void *block, struct memfn_block what)
{
	uint32_t page;
	if (memfn_big_from != MEMFN_PAGE || what.size >= LARGE || what.account >= ACCOUNTS ||
		what.thread >= THREADS)
		return false;
	struct leaf *leaf = leaf_of(block, true, &page);
	if (!leaf)
		return false;
	uint32_t before = __atomic_load_n(&leaf->owners[page], __ATOMIC_RELAXED);
	uint32_t owner = what.account | what.thread << THREAD_AT | place_of(block) << PLACE_AT;
	if ((before && !is_of(before, block)) ||
		!__atomic_compare_exchange_n(&leaf->owners[page], &before, owner, false, __ATOMIC_RELAXED,
									 __ATOMIC_RELAXED))
		return false;
	__atomic_store_n(&leaf->sizes[page], (uint16_t)what.size, __ATOMIC_RELAXED);
	return true;
}

static bool find(const void *block, struct memfn_block *what, bool take)
{
	uint32_t page;
	struct leaf *leaf = leaf_of(block, false, &page);
	uint32_t owner = leaf ? __atomic_load_n(&leaf->owners[page], __ATOMIC_RELAXED) : 0;
	if (!is_of(owner, block))
		return false;
	what->account = owner % ACCOUNTS;
	what->thread = (owner >> THREAD_AT) % THREADS;
	what->size = __atomic_load_n(&leaf->sizes[page], __ATOMIC_RELAXED);
	if (take)
		__atomic_store_n(&leaf->owners[page], 0, __ATOMIC_RELAXED);
	return true;
}

bool memfn_pages_take(const void *block, struct memfn_block *what)
{
	return find(block, what, true);
}

bool memfn_pages_look(const void *block, struct memfn_block *what)
{
	return find(block, what, false);
}

static void inherit_leaf(struct leaf *leaf)
{
	for (uint32_t page = 0; page < 1u << LEAF_BITS; page++)
		if (leaf->owners[page] % ACCOUNTS)
			leaf->owners[page] = leaf->owners[page] >> PLACE_AT << PLACE_AT |
								 (uint32_t)MEMFN_THREAD_OFF << THREAD_AT;
}

void memfn_pages_inherit(void)
{
	for (uint32_t i = 0; i < 1u << ROOT_BITS; i++)
		for (uint32_t j = 0; root[i] && j < 1u << BRANCH_BITS; j++)
			if (root[i]->leaves[j])
				inherit_leaf(root[i]->leaves[j]);
}
