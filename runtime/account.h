/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/*
 * The books of allocations: one block more, one block less. key is that of the event's address (see
 * thread.h). No function here fails: what cannot be charged for want of memory is counted as lost.
 *
 * The inline forms are the fast path of a process with one stack: small blocks, known accounts. All
 * else is account.c's.
 */
#ifndef MEMFN_ACCOUNT_H
#define MEMFN_ACCOUNT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "atomic.h"
#include "block.h"
#include "interpose.h"
#include "marks.h"
#include "peak.h"
#include "shard.h"
#include "thread.h"
#include "tree.h"

#define MEMFN_INLINE static inline __attribute__((always_inline))

/* A block of `size` bytes was made; leaves its tag, or its entry where it is big or `by_address`.
 * Gives the block. */
void *memfn_count_alloc(void *block, size_t size, size_t usable, bool by_address, uint64_t key);
/* A block is about to be given back: counts it and wipes its tag. */
void memfn_count_free(void *block, uint64_t key);

/* The same in steps, for realloc: what the block is (its tag is wiped), then either as it was, or
 * the count of its end. */
enum memfn_found memfn_block_take(void *block, size_t usable, struct memfn_block *what);
void memfn_block_put_back(void *block, size_t usable, enum memfn_found found,
						  struct memfn_block what);
void memfn_count_taken(void *block, enum memfn_found found, struct memfn_block what, uint64_t key);

/* How many of the usable bytes are the runtime's: none or the tag's. */
size_t memfn_tag_room(void *block, size_t usable);

/* Raises the mark of the top frame; gives the block. */
void *memfn_made_raising(void *block, int64_t net);

/* What the fast paths below leave to be done: several stacks, another allocator than glibc, large
 * blocks, whatever needs attention. They end in a call, so that they keep no registers. */
void *memfn_made_otherwise(void *block, size_t size, uint64_t key);
/* The same, with a short way of their own where there are several stacks. */
void *memfn_made_many(void *block, size_t size, uint64_t key);
void memfn_free_many(void *block, uint64_t key);
void memfn_free_otherwise(void *block, uint64_t key);
/* Counts a block out that had this tag when there was one stack, in this process or its parent. */
void memfn_count_gone_otherwise(uint64_t plain);
/* Null, or the first under this frame. */
void *memfn_made_first(void *block, size_t size, uint64_t key);
void memfn_free_first(void *block, uint64_t key);
/* From another line than the one before in this function. */
void *memfn_made_at_other_site(void *block, size_t size, uint64_t key);

/* Whether a chunk of glibc's is mapped, or too large for a tag: bits of its head. */
#define MEMFN_CHUNK_UNUSUAL (~(size_t)(MEMFN_BIG - 1) | MEMFN_CHUNK_MMAPPED)

MEMFN_INLINE uint64_t *memfn_tag_in_chunk(void *block, size_t chunk)
{
	return memfn_tag_of(block, chunk - sizeof(size_t));
}

/* One stack, glibc's allocator, an event that needs no attention. */
MEMFN_INLINE bool memfn_goes_shortest(const struct memfn_frame *frame, uint64_t key)
{
	return likely(key < memfn_recording.gate) && likely(frame->key < key);
}

/* A block, and the mark of the frame has begun: neither null less one nor a mark that is to begin
 * later is anything but below 0. */
MEMFN_INLINE bool memfn_is_marked(const struct memfn_frame *frame, const void *block)
{
	return likely((((int64_t)(uintptr_t)block - 1) | frame->high) >= 0);
}

/* Counts a small block of glibc's that was made and is charged to this, and gives it. */
MEMFN_INLINE void *memfn_made_charged(struct memfn_thread *t, struct memfn_frame *frame,
									  struct memfn_node_state *node, void *block, size_t size,
									  const struct memfn_known *charged)
{
	size_t chunk = memfn_chunk_head(block) & ~(size_t)MEMFN_CHUNK_FLAGS;
	/* t->tag is 0 here */
	memfn_tag_store(memfn_tag_in_chunk(block, chunk), block, charged->tag + size);
	*(void *volatile *)&t->last_block = block; /* two plain stores, not packed into one */
	t->last_node = (struct memfn_node_counters *)node;
	struct memfn_account_counters *account = charged->to;
	memfn_account_touch(account);
	counter_add(&account->allocs, 1);
	counter_add(&account->alloc_bytes, size);
	memfn_own_grow((void *)(uintptr_t)account->owner_private, (int64_t)size);
	gauge_add(&t->stack->net, (int64_t)size);
	int64_t net = *(volatile int64_t *)&t->stack->net;
	if (net > frame->high)
		return memfn_made_raising(block, net);
	return block;
}

/* Counts a block that was made, and gives it; the mark of the top frame has begun, if it is not
 * inert. */
MEMFN_INLINE void *memfn_made_marked(void *block, size_t size, uint64_t key)
{
	struct memfn_thread *t = &memfn_self;
	struct memfn_frame *frame = t->top;
	struct memfn_node_state *node = (void *)(uintptr_t)frame->node;
	if (unlikely(memfn_chunk_head(block) & MEMFN_CHUNK_UNUSUAL))
		return memfn_made_many(block, size, key);
	const struct memfn_known *charged = memfn_shard_charged(node);
	if (unlikely(charged->key != frame->site_private))
		return memfn_made_at_other_site(block, size, key);
	return memfn_made_charged(t, frame, node, block, size, charged);
}

MEMFN_INLINE void *memfn_made(void *block, size_t size, uint64_t key)
{
	const struct memfn_frame *frame = memfn_self.top;
	if (unlikely(!memfn_goes_shortest(frame, key)))
		return memfn_made_many(block, size, key);
	if (unlikely(!memfn_is_marked(frame, block)))
		return memfn_made_first(block, size, key);
	return memfn_made_marked(block, size, key);
}

/* Where the tag of a small block of glibc's stands in a process with one stack, and what it says;
 * null where it is no such block, or the tag not a good one. */
MEMFN_INLINE uint64_t *memfn_sight(void *block, uint64_t *plain)
{
	size_t head = memfn_chunk_head(block);
	if (unlikely(head & MEMFN_CHUNK_UNUSUAL))
		return NULL;
	uint64_t *tag = memfn_tag_in_chunk(block, head & ~(size_t)MEMFN_CHUNK_FLAGS);
	*plain = memfn_tag_load(tag, block);
	return likely(*plain < memfn_tag_limit) ? tag : NULL;
}

/* The block made last is given back. */
MEMFN_INLINE void memfn_note_temporary(struct memfn_thread *t, const void *block)
{
	if (likely(block != t->last_block))
		return;
	counter_add(&t->last_node->temp_allocs, 1);
	*(void *volatile *)&t->last_block = NULL;
}

/* Counts such a block out when the next allocator has had it. A handler that ran there may have
 * changed how events are recorded, or forked: a child has not met the account yet. */
MEMFN_INLINE void memfn_count_gone(struct memfn_thread *t, uint64_t plain)
{
	int64_t size = (int64_t)memfn_tag_size_of(plain);
	uint64_t index = plain / memfn_tag_account(1);
	struct memfn_node_counters *node = (void *)(uintptr_t)t->top->node;
	struct memfn_account_counters *account = &t->accounts[index / MEMFN_LEAF][index % MEMFN_LEAF];
	struct memfn_share *share = (void *)(uintptr_t)account->owner_private;
	if (unlikely(!memfn_recording.gate) || unlikely(!share)) {
		memfn_count_gone_otherwise(plain);
		return;
	}
	counter_add(&node->frees, 1);
	counter_add(&node->freed_bytes, (uint64_t)size);
	memfn_account_touch(account);
	counter_add(&account->freed, 1);
	counter_add(&account->freed_bytes, (uint64_t)size);
	memfn_own_shrink(share, size);
	gauge_sub(&t->stack->net, size);
}

/* Counts a block out and gives it back; the mark of the top frame has begun, if it is not inert.
 * Counted afterwards: the tag mostly stands in a line of the cache that nothing else has asked for,
 * and where the counters are hangs on it. A processor that goes on meanwhile takes the next block's
 * changes of the same counters to be free of these, and has to do them again. */
MEMFN_INLINE void memfn_free_marked(void *block, uint64_t key)
{
	struct memfn_thread *t = &memfn_self;
	uint64_t plain, *tag = memfn_sight(block, &plain);
	if (unlikely(!tag)) {
		memfn_free_many(block, key);
		return;
	}
	memset(tag, 0, sizeof *tag);
	memfn_note_temporary(t, block);
	memfn_next.free(block);
	memfn_count_gone(t, plain);
}

MEMFN_INLINE void memfn_free(void *block, uint64_t key)
{
	const struct memfn_frame *frame = memfn_self.top;
	if (unlikely(!memfn_goes_shortest(frame, key)))
		memfn_free_many(block, key);
	else if (unlikely(!memfn_is_marked(frame, block)))
		memfn_free_first(block, key);
	else
		memfn_free_marked(block, key);
}

#endif
