/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/*
 * The short way of a process with several stacks: small blocks of glibc's, known accounts, events
 * that no lock orders. As in account.h; but shares are published when they leave the grain, a free
 * of another stack's block is credited to that stack, and a peak number that another thread moved
 * meanwhile is seen after the change. What has to be published comes last, so that nothing is kept
 * over a call.
 */
#include "account.h"

/* The net of the current stack after n bytes more. */
MEMFN_INLINE int64_t net_change(const struct memfn_thread *t, int64_t n)
{
	struct memfn_stack *stack = t->stack;
	gauge_add(&stack->net, n);
	return *(volatile int64_t *)&stack->net -
		   __atomic_load_n(&t->credit->freed_bytes, __ATOMIC_RELAXED);
}

/* Adds to a share, or takes from it; true where it has left the grain on that side. */
MEMFN_INLINE bool share_grow(struct memfn_share *share, int64_t n, int64_t grain)
{
	gauge_add(&share->live, n);
	return *(volatile int64_t *)&share->live > grain;
}

MEMFN_INLINE bool share_shrink(struct memfn_share *share, int64_t n, int64_t grain)
{
	gauge_sub(&share->live, n);
	return *(volatile int64_t *)&share->live < -grain;
}

/* One share has left the grain; n is still to come to others. */
static void publish(struct memfn_share *over, struct memfn_share *rest, int64_t n)
{
	int64_t grain = __atomic_load_n(&memfn_grain, __ATOMIC_RELAXED);
	memfn_share_publish(over);
	for (; rest; rest = rest->up)
		memfn_share_change(rest, n, grain);
}

static __attribute__((noinline)) void *made_and_published(void *block, struct memfn_share *over,
														  struct memfn_share *rest, int64_t n)
{
	struct memfn_thread *t = &memfn_self;
	publish(over, rest, n);
	int64_t net = memfn_net(t);
	if (net > t->top->high)
		memfn_mark_raise(t, net);
	return block;
}

static __attribute__((noinline)) void free_and_publish(void *block, struct memfn_share *over,
													   struct memfn_share *rest, int64_t n)
{
	publish(over, rest, -n);
	memfn_next.free(block);
}

void *memfn_made_many(void *block, size_t size, uint64_t key)
{
	struct memfn_thread *t = &memfn_self;
	struct memfn_frame *frame = t->top;
	if (unlikely(!memfn_recording.many || key >= t->floor || frame->key >= key || !block))
		return memfn_made_otherwise(block, size, key);
	struct memfn_node_state *node = (void *)(uintptr_t)frame->node;
	size_t head = memfn_chunk_head(block), chunk = head & ~(size_t)MEMFN_CHUNK_FLAGS;
	uint64_t slack = chunk - sizeof head - MEMFN_TAG_SIZE - size;
	const struct memfn_known *charged = memfn_shard_charged(node);
	if (unlikely(head & MEMFN_CHUNK_UNUSUAL || slack >= MEMFN_TAG_SLACK_MANY ||
				 charged->key != frame->site_private))
		return memfn_made_otherwise(block, size, key);
	memfn_tag_store(memfn_tag_in_chunk(block, chunk),
					(charged->tag | t->tag | slack) ^ memfn_tag_mask(block));
	*(void *volatile *)&t->last_block = block;
	t->last_node = (struct memfn_node_counters *)node;
	struct memfn_account_counters *account = charged->to;
	struct memfn_share *share = (void *)(uintptr_t)account->owner_private;
	uint64_t number = memfn_account_touch(account);
	counter_add(&account->allocs, 1);
	counter_add(&account->alloc_bytes, size);
	memfn_account_touched(account, number, (int64_t)size, 1);
	int64_t n = (int64_t)size, net = net_change(t, n);
	int64_t grain = __atomic_load_n(&memfn_grain, __ATOMIC_RELAXED);
	if (unlikely(share_grow(t->process, n, grain)))
		return made_and_published(block, t->process, share, n);
	do {
		if (unlikely(share_grow(share, n, grain)))
			return made_and_published(block, share, share->up, n);
		share = share->up;
	} while (share);
	if (net > frame->high)
		return memfn_made_raising(block, net);
	return block;
}

/* A block whose tag is good, but that another stack made, or whose account is new to this shard. */
static __attribute__((noinline)) void free_of_other(void *block, uint64_t plain, uint64_t key)
{
	struct memfn_thread *t = &memfn_self;
	uint64_t account = plain & UINT32_MAX;
	size_t usable = memfn_usable_size(block);
	if (plain >> 48 || account >= memfn_tag_limit || account < memfn_tag_account(1)) {
		memfn_free_otherwise(block, key);
		return;
	}
	uint32_t thread = (uint32_t)((plain ^ t->tag) >> 32) ^ memfn_tag_first_thread;
	size_t size = usable - MEMFN_TAG_SIZE - (plain & 0xFF);
	memfn_tag_wipe(block, usable);
	memfn_free_known(block, (struct memfn_block){(uint32_t)account >> 8, thread, size});
}

/* Its own stack's block, with an account that this thread's shard has. */
void memfn_free_many(void *block, uint64_t key)
{
	struct memfn_thread *t = &memfn_self;
	struct memfn_frame *frame = t->top;
	uint64_t plain;
	if (unlikely(!memfn_recording.many || key >= t->floor || frame->key >= key ||
				 !((uintptr_t)block & (MEMFN_PAGE - 1)) ||
				 memfn_chunk_head(block) & MEMFN_CHUNK_UNUSUAL)) {
		memfn_free_otherwise(block, key);
		return;
	}
	size_t chunk = memfn_chunk_head(block) & ~(size_t)MEMFN_CHUNK_FLAGS;
	uint64_t *tag = memfn_tag_in_chunk(block, chunk);
	/* its own number is 0 now */
	plain = memfn_tag_load(tag) ^ memfn_tag_mask(block) ^ t->tag;
	if (unlikely(plain >= memfn_tag_limit || plain < memfn_tag_account(1) || !t->number)) {
		free_of_other(block, plain, key);
		return;
	}
	struct memfn_account_counters *leaf = t->accounts[(plain >> 8) / MEMFN_LEAF];
	struct memfn_account_counters *account = &leaf[(plain >> 8) % MEMFN_LEAF];
	struct memfn_share *share = likely(leaf) ? (void *)(uintptr_t)account->owner_private : NULL;
	if (unlikely(!share)) {
		free_of_other(block, plain, key);
		return;
	}
	int64_t size = (int64_t)(chunk - sizeof(size_t) - MEMFN_TAG_SIZE - (plain & 0xFF));
	memset(tag, 0, sizeof *tag);
	struct memfn_node_counters *node = (void *)(uintptr_t)frame->node;
	counter_add(&node->frees, 1);
	counter_add(&node->freed_bytes, (uint64_t)size);
	uint64_t number = memfn_account_touch(account);
	counter_add(&account->freed, 1);
	counter_add(&account->freed_bytes, (uint64_t)size);
	memfn_account_touched(account, number, -size, -1);
	gauge_sub(&t->stack->net, size);
	if (block == t->last_block) {
		counter_add(&t->last_node->temp_allocs, 1);
		*(void *volatile *)&t->last_block = NULL;
	}
	int64_t grain = __atomic_load_n(&memfn_grain, __ATOMIC_RELAXED);
	if (unlikely(share_shrink(t->process, size, grain))) {
		free_and_publish(block, t->process, share, size);
		return;
	}
	do {
		if (unlikely(share_shrink(share, size, grain))) {
			free_and_publish(block, share, share->up, size);
			return;
		}
		share = share->up;
	} while (share);
	memfn_next.free(block);
}
