/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/*
 * The whole of what the inline forms in account.h shorten: starting threads, closing dead frames,
 * big blocks, first allocations at a site, several stacks. With those (`many`) shares are published
 * instead of changing the owners directly.
 */
#include "account.h"

#include "pool.h"
#include "profile.h"
#include "sizes.h"

#define INLINE MEMFN_INLINE

/* The current frame, or null where this event is not recorded. */
INLINE struct memfn_frame *current(struct memfn_thread *t, uint64_t key)
{
	struct memfn_frame *frame = t->top;
	if (unlikely(frame->key >= key || key >= t->floor || memfn_recording.on == MEMFN_RECORDING_OFF))
		return memfn_attend(t, key, false);
	return frame;
}

/* --- where a block's owner stands ----------------------------------------------------------- */

INLINE bool is_big(const void *block, size_t usable)
{
	return usable >= memfn_big_from || !((uintptr_t)block & (MEMFN_PAGE - 1));
}

/* False where the table cannot take it. */
INLINE bool mark(void *block, size_t usable, bool by_address, struct memfn_block what)
{
	if (unlikely(usable >= memfn_big_from || by_address))
		return memfn_big_add(block, what);
	if (likely(usable >= MEMFN_TAG_SIZE + what.size))
		memfn_tag_write(block, usable, what);
	return true;
}

/* The tag of a block that the program wrote behind may name what there is not. */
INLINE bool read_tag(void *block, size_t usable, struct memfn_block *what)
{
	return memfn_tag_read(block, usable, what) && (!what->account || memfn_credit_at(what->thread));
}

INLINE enum memfn_found take(void *block, size_t usable, struct memfn_block *what)
{
	if (unlikely(is_big(block, usable))) {
		if (memfn_big_take(block, what))
			return MEMFN_BLOCK_LISTED;
		if (usable >= memfn_big_from)
			return MEMFN_BLOCK_FOREIGN;
	}
	enum memfn_found found = MEMFN_BLOCK_KNOWN;
	if (unlikely(!read_tag(block, usable, what))) {
		if (!memfn_tag_read_inherited(block, usable, what))
			return MEMFN_BLOCK_FOREIGN;
		found = MEMFN_BLOCK_INHERITED;
	}
	memfn_tag_wipe(block, usable);
	return found;
}

enum memfn_found memfn_block_take(void *block, size_t usable, struct memfn_block *what)
{
	return take(block, usable, what);
}

void memfn_block_put_back(void *block, size_t usable, enum memfn_found found,
						  struct memfn_block what)
{
	if (found == MEMFN_BLOCK_INHERITED)
		what.account = 0, what.thread = MEMFN_THREAD_OFF;
	if (found != MEMFN_BLOCK_FOREIGN)
		mark(block, usable, found == MEMFN_BLOCK_LISTED, what);
}

size_t memfn_tag_room(void *block, size_t usable)
{
	struct memfn_block what;
	if (is_big(block, usable) && (usable >= memfn_big_from || memfn_big_look(block, &what)))
		return 0;
	if (!read_tag(block, usable, &what) && !memfn_tag_read_inherited(block, usable, &what))
		return 0;
	return MEMFN_TAG_SIZE;
}

/* --- one more ------------------------------------------------------------------------------- */

/* What an allocation under this frame is charged to; null where there is no memory. */
INLINE const struct memfn_known *charge_under(const struct memfn_thread *t,
											  const struct memfn_frame *frame)
{
	struct memfn_node_state *node = (void *)(uintptr_t)frame->node;
	const struct memfn_known *charged = memfn_shard_charged(node);
	if (unlikely(charged->key != frame->site_private))
		charged = memfn_shard_charge(t->shard, node, frame->site_private);
	return charged;
}

INLINE void change_account_alloc(struct memfn_thread *t, struct memfn_account_counters *account,
								 size_t size, bool many)
{
	struct memfn_share *share = (void *)(uintptr_t)account->owner_private;
	if (!many)
		memfn_account_touch(account);
	counter_add(&account->allocs, 1);
	counter_add(&account->alloc_bytes, size);
	if (many) {
		memfn_account_changed(account, (int64_t)size, 1);
		memfn_peak_change(share, t->shard->process, (int64_t)size);
	} else {
		memfn_own_grow(share, (int64_t)size);
	}
}

INLINE struct memfn_block count_alloc(struct memfn_thread *t, struct memfn_frame *frame,
									  void *block, size_t size, bool many)
{
	const struct memfn_known *charged = charge_under(t, frame);
	if (unlikely(!charged)) {
		shared_add(&memfn_header->lost_bytes, size);
		return (struct memfn_block){0, MEMFN_THREAD_OFF, size};
	}
	struct memfn_block what = {memfn_tag_account_of(charged->tag), t->number, size};
	change_account_alloc(t, charged->to, size, many);
	if (unlikely(memfn_sizes_on))
		memfn_sizes_note(what.account, size);
	if (unlikely(frame->high < 0))
		memfn_marks_begin(t);
	gauge_add(&t->stack->net, (int64_t)size);
	int64_t net = memfn_net(t);
	if (net > frame->high)
		memfn_mark_raise(t, net);
	t->last_block = block;
	t->last_node = (void *)(uintptr_t)frame->node;
	return what;
}

static __attribute__((noinline)) struct memfn_block
count_alloc_many(struct memfn_thread *t, struct memfn_frame *frame, void *block, size_t size)
{
	if (memfn_peaks_locked)
		memfn_peak_lock();
	struct memfn_block what = count_alloc(t, frame, block, size, true);
	if (memfn_peaks_locked)
		memfn_peak_unlock();
	return what;
}

static void note_largest(size_t size)
{
	shared_raise_to((int64_t *)&memfn_header->largest_block, (int64_t)size);
}

void *memfn_count_alloc(void *block, size_t size, size_t usable, bool by_address, uint64_t key)
{
	struct memfn_thread *t = &memfn_self;
	struct memfn_frame *frame = current(t, key);
	struct memfn_block what = {0, t->busy ? MEMFN_THREAD_HIDDEN : MEMFN_THREAD_OFF, size};
	if (likely(frame)) {
		what = memfn_recording.on == MEMFN_RECORDING_ONE ? count_alloc(t, frame, block, size, false)
														 : count_alloc_many(t, frame, block, size);
		if (unlikely(size >= MEMFN_BIG && size > memfn_header->largest_block))
			note_largest(size);
	}
	if (unlikely(!mark(block, usable, by_address, what)) && what.account) {
		shared_add(&memfn_header->lost_bytes, size); /* as if it were given back at once */
		memfn_count_taken(block, MEMFN_BLOCK_LISTED, what, key);
	}
	return block;
}

/* --- one less ------------------------------------------------------------------------------- */

INLINE void change_account_free(struct memfn_thread *t, struct memfn_account_counters *account,
								size_t size, bool many)
{
	struct memfn_share *share = (void *)(uintptr_t)account->owner_private;
	if (!many)
		memfn_account_touch(account);
	counter_add(&account->freed, 1);
	counter_add(&account->freed_bytes, size);
	if (many) {
		memfn_account_changed(account, -(int64_t)size, -1);
		memfn_peak_change(share, t->shard->process, -(int64_t)size);
	} else {
		memfn_own_shrink(share, (int64_t)size);
	}
}

/* The counters of an account in this thread's shard, which may never have met it. */
INLINE struct memfn_account_counters *account_of(struct memfn_thread *t, uint32_t index)
{
	struct memfn_account_counters *leaf = t->accounts[index / MEMFN_LEAF];
	if (likely(leaf && leaf[index % MEMFN_LEAF].owner_private))
		return &leaf[index % MEMFN_LEAF];
	return memfn_shard_account_slow(t->shard, index);
}

/* Of a block whose tag was read: a handler may have forked since, in the next allocator. While
 * there is one stack it has met the accounts of all blocks that it made. */
INLINE bool is_parents(const struct memfn_thread *t, uint32_t account)
{
	const struct memfn_account_counters *leaf;
	if (!account || memfn_recording.on != MEMFN_RECORDING_ONE)
		return false;
	leaf = t->accounts[account / MEMFN_LEAF];
	return !leaf || !leaf[account % MEMFN_LEAF].owner_private;
}

/* The stack that allocated it has its net lowered, wherever the block is freed. Stacks without a
 * number are taken for one another. */
INLINE void credit(struct memfn_thread *t, uint32_t thread, size_t size)
{
	if (likely(thread == t->number)) {
		gauge_add(&t->stack->net, -(int64_t)size);
		return;
	}
	struct memfn_credit *other = memfn_credit_at(thread);
	if (other && thread && !memfn_credit_add(other, (int64_t)size, t->number)) {
		memfn_credit_claim(other, t->number);
		memfn_credit_add(other, (int64_t)size, t->number);
	}
}

INLINE void count_free(struct memfn_thread *t, struct memfn_frame *frame, void *block,
					   struct memfn_block what, bool many)
{
	struct memfn_node_counters *node = (void *)(uintptr_t)frame->node;
	struct memfn_account_counters *account = account_of(t, what.account);
	if (unlikely(!account))
		return;
	if (unlikely(frame->high < 0))
		memfn_marks_begin(t);
	counter_add(&node->frees, 1);
	counter_add(&node->freed_bytes, what.size);
	change_account_free(t, account, what.size, many);
	credit(t, what.thread, what.size);
	if (block == t->last_block) {
		if (what.thread == t->number)
			counter_add(&t->last_node->temp_allocs, 1);
		t->last_block = NULL;
	}
}

static __attribute__((noinline)) void count_free_many(struct memfn_thread *t,
													  struct memfn_frame *frame, void *block,
													  struct memfn_block what)
{
	if (memfn_peaks_locked)
		memfn_peak_lock();
	count_free(t, frame, block, what, true);
	if (memfn_peaks_locked)
		memfn_peak_unlock();
}

static __attribute__((noinline)) void count_unknown(struct memfn_thread *t, enum memfn_found found,
													struct memfn_block what)
{
	if (found == MEMFN_BLOCK_FOREIGN)
		shared_add(&memfn_header->foreign_frees, 1);
	else if (found == MEMFN_BLOCK_INHERITED || what.thread != MEMFN_THREAD_HIDDEN)
		shared_add(&memfn_header->inherited_frees, 1);
	t->last_block = NULL;
}

INLINE void count_taken(void *block, enum memfn_found found, struct memfn_block what, uint64_t key)
{
	struct memfn_thread *t = &memfn_self;
	struct memfn_frame *frame = current(t, key);
	if (unlikely(found == MEMFN_BLOCK_KNOWN && is_parents(t, what.account)))
		found = MEMFN_BLOCK_INHERITED;
	if (unlikely(!frame)) {
		if (found == MEMFN_BLOCK_FOREIGN || found == MEMFN_BLOCK_INHERITED || !what.account ||
			!(frame = memfn_frame_while_off(t)))
			return;
	}
	if (unlikely(found == MEMFN_BLOCK_FOREIGN || found == MEMFN_BLOCK_INHERITED || !what.account))
		count_unknown(t, found, what);
	else if (memfn_recording.on == MEMFN_RECORDING_ONE)
		count_free(t, frame, block, what, false);
	else
		count_free_many(t, frame, block, what);
}

void memfn_count_taken(void *block, enum memfn_found found, struct memfn_block what, uint64_t key)
{
	count_taken(block, found, what, key);
}

void memfn_count_gone_otherwise(uint64_t plain)
{
	struct memfn_block what = {memfn_tag_account_of(plain), memfn_tag_thread_of(plain),
							   memfn_tag_size_of(plain)};
	void *gone = &what; /* whether it was the block made last has been seen to */
	count_taken(gone, MEMFN_BLOCK_KNOWN, what, MEMFN_EVENT_KEY());
}

void memfn_count_free(void *block, uint64_t key)
{
	struct memfn_block what = {0};
	size_t usable = memfn_usable_size(block);
	enum memfn_found found = take(block, usable, &what);
	count_taken(block, found, what, key);
}

static __attribute__((noinline)) void *made_raising_otherwise(void *block, int64_t net)
{
	memfn_mark_raise(&memfn_self, net);
	return block;
}

static __attribute__((noinline)) void *made_raising_peak(void *block, int64_t net)
{
	memfn_peak_raise(net);
	return block;
}

/* As memfn_mark_raise, but with calls at its ends only, so that it keeps no registers. */
__attribute__((noinline)) void *memfn_made_raising(void *block, int64_t net)
{
	struct memfn_frame *frame = memfn_self.top;
	if (unlikely(!frame->key || frame->high < 0))
		return made_raising_otherwise(block, net);
	raise_up(&frame->high, net);
	if (unlikely(net > memfn_process_peak) && memfn_recording.on == MEMFN_RECORDING_ONE)
		return made_raising_peak(block, net);
	return block;
}

/* --- several stacks, other allocators --------------------------------------------------------- */

INLINE bool needs_attention(const struct memfn_thread *t, uint64_t key, uint32_t mode)
{
	return t->top->key >= key || key >= t->floor || mode == MEMFN_RECORDING_OFF ||
		   memfn_peaks_locked || memfn_sizes_on;
}

INLINE void *made(void *block, size_t size, size_t usable, uint64_t key)
{
	struct memfn_thread *t = &memfn_self;
	struct memfn_frame *frame = t->top;
	uint32_t mode = memfn_recording.on;
	if (unlikely(needs_attention(t, key, mode) || usable >= memfn_big_from ||
				 usable < MEMFN_TAG_SIZE + size))
		return memfn_count_alloc(block, size, usable, false, key);
	const struct memfn_known *charged = charge_under(t, frame);
	if (unlikely(!charged))
		return memfn_count_alloc(block, size, usable, false, key);
	memfn_tag_store(memfn_tag_of(block, usable), block, charged->tag + t->tag + size);
	t->last_block = block;
	t->last_node = (void *)(uintptr_t)frame->node;
	change_account_alloc(t, charged->to, size, mode == MEMFN_RECORDING_MANY);
	if (unlikely(frame->high < 0))
		memfn_marks_begin(t);
	gauge_add(&t->stack->net, (int64_t)size);
	int64_t net = memfn_net(t);
	if (net > frame->high)
		return memfn_made_raising(block, net);
	return block;
}

static __attribute__((noinline)) void *made_elsewhere(void *block, size_t size, uint64_t key)
{
	if (memfn_next_is_asked) /* an allocator may allocate to tell a size */
		return block;
	return made(block, size, memfn_next.usable_size(block), key);
}

void *memfn_made_otherwise(void *block, size_t size, uint64_t key)
{
	size_t usable;
	if (unlikely(!block))
		return block;
	if (unlikely(!memfn_usable_at_sight(block, &usable)))
		return made_elsewhere(block, size, key);
	return made(block, size, usable, key);
}

void *memfn_made_first(void *block, size_t size, uint64_t key)
{
	if (unlikely(!block))
		return block;
	memfn_marks_begin_at(&memfn_self, memfn_self.stack->net);
	return memfn_made_marked(block, size, key);
}

void memfn_free_first(void *block, uint64_t key)
{
	if (unlikely(!block))
		return;
	memfn_marks_begin_at(&memfn_self, memfn_self.stack->net);
	memfn_free_marked(block, key);
}

static __attribute__((noinline)) void *made_at_new_site(void *block, size_t size, uint64_t key)
{
	struct memfn_thread *t = &memfn_self;
	const struct memfn_frame *frame = t->top;
	if (!memfn_shard_charge(t->shard, (void *)(uintptr_t)frame->node, frame->site_private))
		return memfn_made_otherwise(block, size, key);
	return memfn_made(block, size, key);
}

void *memfn_made_at_other_site(void *block, size_t size, uint64_t key)
{
	struct memfn_thread *t = &memfn_self;
	struct memfn_frame *frame = t->top;
	struct memfn_node_state *node = (void *)(uintptr_t)frame->node;
	const struct memfn_known *charged =
		memfn_shard_charged_before(t->shard, node, frame->site_private);
	if (unlikely(!charged))
		return made_at_new_site(block, size, key);
	return memfn_made_charged(t, frame, node, block, size, charged);
}

static __attribute__((noinline)) void free_slow(void *block, uint64_t key)
{
	if (memfn_in_pool(block))
		return;
	memfn_count_free(block, key);
	memfn_next.free(block);
}

INLINE void free_with(void *block, size_t usable, uint64_t key)
{
	struct memfn_thread *t = &memfn_self;
	struct memfn_block what;
	uint32_t mode = memfn_recording.on;
	if (unlikely(usable - MEMFN_TAG_SIZE >= memfn_big_from - MEMFN_TAG_SIZE ||
				 !((uintptr_t)block & (MEMFN_PAGE - 1)) || needs_attention(t, key, mode) ||
				 !read_tag(block, usable, &what) || !what.account)) {
		free_slow(block, key);
		return;
	}
	memfn_tag_wipe(block, usable);
	count_free(t, t->top, block, what, mode == MEMFN_RECORDING_MANY);
	memfn_next.free(block);
}

static __attribute__((noinline)) void free_elsewhere(void *block, uint64_t key)
{
	if (!memfn_in_pool(block))
		free_with(block, memfn_next.usable_size(block), key);
}

void memfn_free_otherwise(void *block, uint64_t key)
{
	size_t usable;
	if (unlikely(!block))
		return;
	if (unlikely(!memfn_usable_at_sight(block, &usable)))
		free_elsewhere(block, key);
	else
		free_with(block, usable, key);
}
