/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/*
 * The short way of a process with several stacks: small blocks of glibc's, known accounts, events
 * that no lock orders. As in account.h; but shares are published when they leave the grain, a free
 * of another stack's block is credited to that stack, and a peak number that another thread moved
 * is seen after the change. What has to be published comes last, so that nothing is kept over a
 * call.
 */
#include "account.h"

#include "tree.h"

#define INLINE MEMFN_INLINE

/* Of what others freed of a stack's blocks, as much as was known when its mark was looked at last:
 * each look at their counter takes its line of the cache away from them. */
INLINE int64_t *known_freed(struct memfn_stack *stack)
{
	return (int64_t *)&stack->private_[0];
}

/* --- one more ------------------------------------------------------------------------------- */

/* A share, of the process or in a chain, has left the grain; the rest of the chain is to come. */
static void publish(struct memfn_share *over, struct memfn_share *rest, int64_t n)
{
	struct memfn_share *process = memfn_self.process;
	for (struct memfn_share *share = rest; share; share = share->above)
		gauge_add(&share->live, n);
	memfn_shares_publish(over == process ? rest : over, process);
}

/* Raises the current frame's mark, where what others freed leaves that much. */
static __attribute__((noinline)) void *made_at_mark(void *block)
{
	struct memfn_thread *t = &memfn_self;
	int64_t freed = memfn_credited(t->credit);
	*known_freed(t->stack) = freed;
	int64_t net = t->stack->net - freed;
	if (net > t->top->high)
		memfn_mark_raise(t, net);
	return block;
}

static __attribute__((noinline)) void *made_and_published(void *block, struct memfn_share *over,
														  struct memfn_share *rest, int64_t n)
{
	publish(over, rest, n);
	return made_at_mark(block);
}

void *memfn_made_many(void *block, size_t size, uint64_t key)
{
	struct memfn_thread *t = &memfn_self;
	struct memfn_frame *frame = t->top;
	if (unlikely(!memfn_recording.many || key >= t->floor || frame->key >= key || !block))
		return memfn_made_otherwise(block, size, key);
	struct memfn_node_state *node = (void *)(uintptr_t)frame->node;
	const struct memfn_known *charged = memfn_shard_charged(node);
	size_t chunk = memfn_chunk_head(block);
	if (unlikely(charged->key != frame->site_private || chunk & MEMFN_CHUNK_UNUSUAL))
		return memfn_made_otherwise(block, size, key);
	memfn_tag_store(memfn_tag_in_chunk(block, chunk & ~(size_t)MEMFN_CHUNK_FLAGS), block,
					charged->tag + t->tag + size);
	*(void *volatile *)&t->last_block = block;
	t->last_node = (struct memfn_node_counters *)node;
	struct memfn_account_counters *account = charged->to;
	struct memfn_share *share = (void *)(uintptr_t)account->owner_private;
	int64_t n = (int64_t)size;
	counter_add(&account->allocs, 1);
	counter_add(&account->alloc_bytes, size);
	memfn_account_changed(account, n, 1);
	struct memfn_stack *stack = t->stack;
	gauge_add(&stack->net, n);
	int64_t net = *(volatile int64_t *)&stack->net - *known_freed(stack);
	int64_t grain = __atomic_load_n(&memfn_grain, __ATOMIC_RELAXED);
	if (unlikely(gauge_add_above(&t->process->live, n, grain)))
		return made_and_published(block, t->process, share, n);
	if (unlikely(gauge_add_above(&share->live, n, grain)))
		return made_and_published(block, share, share->above, n);
	share = share->above;
	if (likely(share) && unlikely(gauge_add_above(&share->live, n, grain)))
		return made_and_published(block, share, NULL, n);
	if (unlikely(net > frame->high))
		return made_at_mark(block);
	return block;
}

/* --- one less ------------------------------------------------------------------------------- */

static __attribute__((noinline)) void free_and_publish(void *block, struct memfn_share *over,
													   struct memfn_share *rest, int64_t n)
{
	publish(over, rest, -n);
	memfn_next.free(block);
}

/* The counters of an account that a tag names, where this thread's shard has met it. */
INLINE struct memfn_account_counters *account_in(const struct memfn_thread *t, uint64_t index)
{
	struct memfn_account_counters *leaf = t->accounts[index / MEMFN_LEAF];
	struct memfn_account_counters *account = &leaf[index % MEMFN_LEAF];
	return likely(leaf) && likely(account->owner_private) ? account : NULL;
}

/* Counts a block out of all but somebody's net, and gives it back. */
INLINE void count_out(const struct memfn_thread *t, const struct memfn_frame *frame, void *block,
					  struct memfn_account_counters *account, int64_t size)
{
	struct memfn_node_counters *node = (void *)(uintptr_t)frame->node;
	struct memfn_share *share = (void *)(uintptr_t)account->owner_private;
	int64_t lowest = -__atomic_load_n(&memfn_grain, __ATOMIC_RELAXED);
	counter_add(&node->frees, 1);
	counter_add(&node->freed_bytes, (uint64_t)size);
	counter_add(&account->freed, 1);
	counter_add(&account->freed_bytes, (uint64_t)size);
	memfn_account_changed(account, -size, -1);
	if (unlikely(gauge_sub_below(&t->process->live, size, lowest))) {
		free_and_publish(block, t->process, share, size);
		return;
	}
	if (unlikely(gauge_sub_below(&share->live, size, lowest))) {
		free_and_publish(block, share, share->above, size);
		return;
	}
	share = share->above;
	if (likely(share) && unlikely(gauge_sub_below(&share->live, size, lowest))) {
		free_and_publish(block, share, NULL, size);
		return;
	}
	memfn_next.free(block);
}

static void free_of_other(void *block, uint64_t plain, uint64_t key);

/* The first block that anybody but its maker frees of a stack's. */
static __attribute__((noinline)) void free_first_of(struct memfn_credit *credit, void *block,
													uint64_t plain, uint64_t key)
{
	memfn_credit_claim(credit, memfn_self.number);
	free_of_other(block, plain, key);
}

/* What is not this stack's own block with an account that this thread's shard has: mostly one that
 * another stack made. */
static __attribute__((noinline)) void free_of_other(void *block, uint64_t plain, uint64_t key)
{
	struct memfn_thread *t = &memfn_self;
	struct memfn_account_counters *account;
	uint32_t index = memfn_tag_account_of(plain);
	if (unlikely(!memfn_tag_is_good(plain) || !index || !(account = account_in(t, index)))) {
		memfn_free_otherwise(block, key);
		return;
	}
	uint32_t thread = memfn_tag_thread_of(plain ^ t->tag);
	size_t chunk = memfn_chunk_head(block) & ~(size_t)MEMFN_CHUNK_FLAGS;
	int64_t size = (int64_t)memfn_tag_size_of(plain);
	struct memfn_credit *credit = memfn_credit_at(thread);
	if (unlikely(!credit)) {
		memfn_free_otherwise(block, key);
		return;
	}
	if (likely(thread) && unlikely(!memfn_credit_add(credit, size, t->number))) {
		free_first_of(credit, block, plain, key);
		return;
	}
	memset(memfn_tag_in_chunk(block, chunk), 0, MEMFN_TAG_SIZE);
	if (unlikely(block == t->last_block)) /* freed by another since, which made one there */
		*(void *volatile *)&t->last_block = NULL;
	count_out(t, t->top, block, account, size);
}

void memfn_free_many(void *block, uint64_t key)
{
	struct memfn_thread *t = &memfn_self;
	struct memfn_frame *frame = t->top;
	struct memfn_account_counters *account;
	uint64_t plain;
	if (unlikely(!memfn_recording.many || key >= t->floor || frame->key >= key ||
				 !((uintptr_t)block & (MEMFN_PAGE - 1)) ||
				 memfn_chunk_head(block) & MEMFN_CHUNK_UNUSUAL)) {
		memfn_free_otherwise(block, key);
		return;
	}
	size_t chunk = memfn_chunk_head(block) & ~(size_t)MEMFN_CHUNK_FLAGS;
	uint64_t *tag = memfn_tag_in_chunk(block, chunk);
	prefetch_shared(tag); /* mostly another line of the cache than the block's own first one */
	/* its own number is 0 now */
	plain = memfn_tag_load(tag, block) ^ t->tag;
	if (unlikely(plain >= memfn_tag_limit || plain < memfn_tag_account(1) ||
				 !(account = account_in(t, plain / memfn_tag_account(1))))) {
		free_of_other(block, plain, key);
		return;
	}
	int64_t size = (int64_t)memfn_tag_size_of(plain);
	memset(tag, 0, sizeof *tag);
	gauge_sub(&t->stack->net, size);
	if (block == t->last_block) {
		counter_add(&t->last_node->temp_allocs, 1);
		*(void *volatile *)&t->last_block = NULL;
	}
	count_out(t, frame, block, account, size);
}
