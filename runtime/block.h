/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/*
 * Blocks know their owner. A small block was asked for with 8 bytes more, and its last 8 usable
 * bytes are a tag: check bits, account, thread, size, mixed with the block's address and a secret
 * of the process. Blocks with 64 KiB or more usable (on other allocators than libc's, a page or
 * more), and those aligned to a page or more, are in a table by address instead.
 */
#ifndef MEMFN_BLOCK_H
#define MEMFN_BLOCK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "atomic.h"
#include "os.h"

enum {
	MEMFN_TAG_SIZE = 8,
	MEMFN_TAG_ACCOUNT_BITS = 24,
	MEMFN_BIG = 64 << 10,
};

/* Accounts that are none: made by the runtime's own calls of libc; made while recording was off. */
enum { MEMFN_THREAD_HIDDEN = 1, MEMFN_THREAD_OFF = 2 };

struct memfn_block {
	uint32_t account;
	uint32_t thread;
	size_t size; /* as asked for */
};

enum memfn_found {
	MEMFN_BLOCK_FOREIGN,   /* made by something else */
	MEMFN_BLOCK_KNOWN,     /* by its tag */
	MEMFN_BLOCK_LISTED,    /* by its address */
	MEMFN_BLOCK_INHERITED, /* made before fork, by the parent */
};

/* Blocks with this many usable bytes are in the table: MEMFN_BIG; a page where the next allocator
 * keeps its own records apart, since a tag would touch a page of a block that nobody wrote to, and
 * 8 bytes more are a size class more. Changed before there is any block. */
extern size_t memfn_big_from __attribute__((visibility("hidden")));

extern uint64_t memfn_block_secret __attribute__((visibility("hidden"))); /* odd */
extern uint64_t memfn_tag_factor __attribute__((visibility("hidden")));   /* 1 / the secret */

/* The stack that is alone in the process's beginning: its number is 0 in a tag. Changed only while
 * there is no tag with a number. */
extern uint32_t memfn_tag_first_thread __attribute__((visibility("hidden")));
/* What an account there is and that stack give is below this; no other tag is. Account 0 is always
 * there. */
extern uint64_t memfn_tag_limit __attribute__((visibility("hidden")));

void memfn_block_start(void);
/* In a child made by fork: another secret; the blocks there are, small and large, are inherited. */
void memfn_block_inherit(void);
/* Whether an ancestor's secret opens the tag. */
bool memfn_tag_read_inherited(void *block, size_t usable, struct memfn_block *what);

/* Around fork(), with signals blocked: the table is whole in the child. */
void memfn_big_lock(void);
void memfn_big_unlock(void);

/* A jump to this address of the machine stack leaves what this thread is in the midst of. */
void memfn_big_left(uintptr_t target);

/* The table of large and page-aligned blocks; those of pages.h stand there instead. Adding fails
 * for want of memory, and all of it in a handler in the midst of the same part; taking removes the
 * entry. */
bool memfn_big_add(const void *block, struct memfn_block what);
bool memfn_big_take(const void *block, struct memfn_block *what);
bool memfn_big_look(const void *block, struct memfn_block *what);
/* Takes up to `room` entries whose address is within a range out of one part of the table; fewer:
 * there are no more in this part. */
enum { MEMFN_BIG_PARTS = 64 };
uint32_t memfn_big_take_within(uint32_t part, uintptr_t from, uint64_t size, uintptr_t *blocks,
							   struct memfn_block *what, uint32_t room);

/* Places in a tag: size 0-15, account 16-39, check bits 40-47, which are 0, thread 48-63 (a number
 * as memfn_tag_thread has it; with account 0 MEMFN_THREAD_*). */
static inline uint64_t memfn_tag_account(uint32_t account)
{
	return (uint64_t)account << 16;
}

static inline uint32_t memfn_tag_account_of(uint64_t plain)
{
	return (uint32_t)(plain >> 16) & ((1u << MEMFN_TAG_ACCOUNT_BITS) - 1);
}

static inline size_t memfn_tag_size_of(uint64_t plain)
{
	return plain & 0xFFFF;
}

static inline uint64_t memfn_tag_thread(uint32_t thread)
{
	return (uint64_t)(thread ^ memfn_tag_first_thread) << 48;
}

static inline uint32_t memfn_tag_thread_of(uint64_t plain)
{
	return (uint32_t)(plain >> 48) ^ memfn_tag_first_thread;
}

/* Whether it names an account that there is, thread aside. */
static inline bool memfn_tag_is_good(uint64_t plain)
{
	return (plain & ((1ull << 48) - 1)) < memfn_tag_limit;
}

/* A product, so that a bit that a program turns in memory turns that bit of what the tag says, and
 * those above it at random: who writes a little behind its block makes it nobody's rather than of
 * another size. So does another block's address. The tag's own need not be a multiple of 8. */
static inline void memfn_tag_store(void *tag, const void *block, uint64_t plain)
{
	uint64_t mixed = plain * memfn_tag_factor - (uintptr_t)block;
	memcpy(tag, &mixed, sizeof mixed);
}

static inline uint64_t memfn_tag_load_by(const void *tag, const void *block, uint64_t secret)
{
	uint64_t mixed;
	memcpy(&mixed, tag, sizeof mixed);
	return (mixed + (uintptr_t)block) * secret;
}

static inline uint64_t memfn_tag_load(const void *tag, const void *block)
{
	return memfn_tag_load_by(tag, block, memfn_block_secret);
}

static inline uint64_t *memfn_tag_of(void *block, size_t usable)
{
	return (uint64_t *)(void *)((char *)block + usable - MEMFN_TAG_SIZE);
}

/* usable >= 8 and < MEMFN_BIG. */
static inline void memfn_tag_write(void *block, size_t usable, struct memfn_block what)
{
	uint64_t thread = what.account ? memfn_tag_thread(what.thread) : (uint64_t)what.thread << 48;
	uint64_t plain = memfn_tag_account(what.account) | thread | what.size;
	memfn_tag_store(memfn_tag_of(block, usable), block, plain);
}

static inline bool memfn_tag_read_by(void *block, size_t usable, uint64_t secret,
									 struct memfn_block *what)
{
	if (unlikely(usable < MEMFN_TAG_SIZE))
		return false;
	uint64_t plain = memfn_tag_load_by(memfn_tag_of(block, usable), block, secret);
	what->size = memfn_tag_size_of(plain);
	if (unlikely(!memfn_tag_is_good(plain) || what->size > usable - MEMFN_TAG_SIZE))
		return false;
	what->account = memfn_tag_account_of(plain);
	what->thread = likely(what->account) ? memfn_tag_thread_of(plain) : (uint32_t)(plain >> 48);
	return true;
}

static inline bool memfn_tag_read(void *block, size_t usable, struct memfn_block *what)
{
	return memfn_tag_read_by(block, usable, memfn_block_secret, what);
}

static inline void memfn_tag_wipe(void *block, size_t usable)
{
	memset(memfn_tag_of(block, usable), 0, MEMFN_TAG_SIZE);
}

#endif
