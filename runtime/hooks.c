/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* What instrumented code calls. */
#include <stdbool.h>
#include <stddef.h>

#include "atomic.h"
#include "clock.h"
#include "frames.h"
#include "hooks.h"
#include "interpose.h"
#include "os.h"
#include "profile.h"
#include "shard.h"
#include "stack.h"
#include "thread.h"

#define EXPORT __attribute__((visibility("default")))

static inline uint64_t key_of(const void *address)
{
	return 0 - (uint64_t)(uintptr_t)address;
}

/* On a path that may be young: the first calls are all timed. */
static void begin_perhaps_first(struct memfn_thread *t, struct memfn_frame *slot, uint64_t key)
{
	const struct memfn_node_counters *node = (void *)(uintptr_t)slot->node;
	if (node->calls > memfn_sample_first) {
		memfn_begin_untimed(t, slot, key);
		return;
	}
	slot->key = key;
	memfn_sample_begin(t, slot);
}

static __attribute__((noinline)) void enter_slow(struct memfn_thread *t, struct memfn_desc *d,
												 uint64_t key, bool strictly)
{
	struct memfn_frame *frame = memfn_attend(t, key, strictly);
	if (!frame) {
		if (memfn_os_is_inside())
			shared_add(&memfn_header->dropped_calls, 1);
		return;
	}
	struct memfn_node_counters *node = NULL;
	if (frame < t->limit || memfn_stack_grow(t)) {
		frame = t->top; /* growing moves frames */
		node = memfn_shard_enter(t->shard, (void *)(uintptr_t)frame->node, d);
	}
	if (!node) {
		shared_add(&memfn_header->dropped_calls, 1);
		return;
	}
	bool alone = memfn_is_alone();
	struct memfn_frame *slot = memfn_push(t, frame, node, alone);
	key |= memfn_key_bits(alone);
	if (memfn_untimed)
		begin_perhaps_first(t, slot, key);
	else
		memfn_begin_timed(slot, key, memfn_clock_read(memfn_clock_slow_entry));
}

/* A path that is not remembered, or young. */
static __attribute__((noinline)) void enter_anew(struct memfn_desc *d, uint64_t key)
{
	struct memfn_thread *t = &memfn_self;
	struct memfn_frame *frame = t->top;
	struct memfn_node_counters *node =
		memfn_shard_enter(t->shard, (void *)(uintptr_t)frame->node, d);
	if (unlikely(!node)) {
		enter_slow(t, d, key, false); /* in a child made meanwhile it may be had yet */
		return;
	}
	bool alone = memfn_is_alone();
	struct memfn_frame *slot = memfn_push(t, frame, node, alone);
	key |= memfn_key_bits(alone);
	if (memfn_untimed)
		begin_perhaps_first(t, slot, key);
	else
		memfn_begin_timed(slot, key, memfn_tick_counter());
}

/* Another node than those last entered. */
static inline __attribute__((always_inline)) void enter_elsewhere(struct memfn_desc *d,
																  uint64_t key, bool timed)
{
	struct memfn_thread *t = &memfn_self;
	struct memfn_frame *frame = t->top;
	struct memfn_node_counters *from = (void *)(uintptr_t)frame->node;
	const struct memfn_known *known = memfn_shard_entered_before(t->shard, from, d);
	if (unlikely(!known)) {
		enter_anew(d, key);
		return;
	}
	memfn_shard_remember(from, known->to);
	struct memfn_frame *slot = memfn_push(t, frame, known->to, true);
	if (timed)
		memfn_begin_timed(slot, key, memfn_tick_counter());
	else
		memfn_begin_untimed(t, slot, key);
}

static __attribute__((noinline)) void enter_elsewhere_timed(struct memfn_desc *d, uint64_t key)
{
	enter_elsewhere(d, key, true);
}

static __attribute__((noinline)) void enter_elsewhere_untimed(struct memfn_desc *d, uint64_t key)
{
	enter_elsewhere(d, key, false);
}

/* Several stacks; another clock; the first event of a thread; whatever needs attention. */
static __attribute__((noinline)) void enter_otherwise(struct memfn_desc *d, uint64_t key)
{
	struct memfn_thread *t = &memfn_self;
	struct memfn_frame *frame = t->top;
	uint32_t hooks = memfn_recording.hooks;
	if (unlikely(frame->key >= key || key >= t->floor || frame >= t->limit ||
				 (hooks != MEMFN_HOOKS_TSC && hooks != MEMFN_HOOKS_UNTIMED))) {
		enter_slow(t, d, key, false);
		return;
	}
	struct memfn_node_counters *node = memfn_shard_entered((void *)(uintptr_t)frame->node, d);
	if (unlikely(!node)) {
		enter_anew(d, key);
		return;
	}
	struct memfn_frame *slot = memfn_push(t, frame, node, false);
	key |= MEMFN_KEY_MORE;
	if (hooks == MEMFN_HOOKS_UNTIMED)
		memfn_begin_untimed(t, slot, key);
	else
		memfn_begin_timed(slot, key, memfn_tick_counter());
}

/* The only stack, and calls of which some are timed or none. */
static inline __attribute__((always_inline)) void enter_untimed(struct memfn_desc *d, uint64_t key)
{
	struct memfn_thread *t = &memfn_self;
	struct memfn_frame *frame = t->top;
	if (unlikely(key >= memfn_recording.gate_untimed || frame->key >= key || frame >= t->limit)) {
		enter_otherwise(d, key);
		return;
	}
	struct memfn_node_counters *node = memfn_shard_entered((void *)(uintptr_t)frame->node, d);
	if (unlikely(!node))
		enter_elsewhere_untimed(d, key);
	else
		memfn_begin_untimed(t, memfn_push(t, frame, node, true), key);
}

/* Calls that are timed are beyond a jump, at entry and at exit: beside the clock it takes no time
 * that can be measured, and without one some hundredths of the whole. */
EXPORT void __memfn_enter(struct memfn_desc *d, void *cfa)
{
	uint64_t key = key_of(cfa);
	if (likely(key >= memfn_recording.gate_timed)) {
		enter_untimed(d, key);
		return;
	}
	struct memfn_thread *t = &memfn_self;
	struct memfn_frame *frame = t->top;
	if (unlikely(frame->key >= key || frame >= t->limit)) {
		enter_otherwise(d, key);
		return;
	}
	struct memfn_node_counters *node = memfn_shard_entered((void *)(uintptr_t)frame->node, d);
	if (unlikely(!node)) {
		enter_elsewhere_timed(d, key);
		return;
	}
	struct memfn_frame *slot = memfn_push(t, frame, node, true);
	memfn_begin_timed(slot, key, memfn_tick_counter());
}

/* The frame that this exit is of: that with its address. Frames above it are gone. None: it was
 * never pushed. */
static __attribute__((noinline)) void exit_slow(struct memfn_thread *t, uint64_t key, uint64_t now)
{
	struct memfn_frame *frame = memfn_attend(t, key, true);
	if (!frame || !memfn_frame_has(frame, key) || frame <= t->bottom)
		return;
	memfn_pop(t, frame, now);
}

static __attribute__((noinline)) void exit_otherwise(uint64_t now, uint64_t key)
{
	struct memfn_thread *t = &memfn_self;
	if (likely(memfn_frame_has(t->top, key) && memfn_recording.on))
		memfn_pop(t, t->top, now);
	else
		exit_slow(t, key, now);
}

/* The only stack, and blocks were made or freed under this frame, so that its mark has begun. */
static __attribute__((noinline)) void exit_marked(uint64_t now, uint64_t key)
{
	struct memfn_thread *t = &memfn_self;
	if (likely(t->top->key == (key | MEMFN_KEY_MORE)))
		memfn_pop_as(t, t->top, now, true, MEMFN_POP_MARKED_ALONE);
	else
		exit_otherwise(now, key);
}

/* Several stacks: marks begin with their frames. */
static __attribute__((noinline)) void exit_of_many(uint64_t key)
{
	uint64_t now = memfn_tick_counter();
	struct memfn_thread *t = &memfn_self;
	if (likely(t->top->key == (key | MEMFN_KEY_MORE)))
		memfn_pop_as(t, t->top, now, true, MEMFN_POP_MARKED);
	else
		exit_otherwise(now, key);
}

/* Another clock, or a call that is timed where most are not. */
static __attribute__((noinline)) void exit_by_other_clock(uint64_t key)
{
	exit_otherwise(memfn_clock_read(memfn_clock_slow_exit), key);
}

/* Blocks were made or freed under this frame, or it is timed where most are not. */
static __attribute__((noinline)) void exit_untimed(uint64_t key)
{
	struct memfn_thread *t = &memfn_self;
	if (likely(t->top->key == (key | MEMFN_KEY_MORE) && t->top->high >= 0 && !t->top->start))
		memfn_pop_as(t, t->top, 0, false, MEMFN_POP_MARKED);
	else
		exit_by_other_clock(key);
}

EXPORT void __memfn_exit(struct memfn_desc *d, void *cfa)
{
	uint64_t key = key_of(cfa);
	struct memfn_thread *t = &memfn_self;
	uint32_t hooks = memfn_recording.hooks;
	(void)d;
	if (unlikely(hooks == MEMFN_HOOKS_TSC_ALONE)) {
		uint64_t now = memfn_tick_counter();
		struct memfn_frame *frame = t->top;
		if (unlikely(frame->key != key))
			exit_marked(now, key);
		else
			memfn_pop_as(t, frame, now, true, MEMFN_POP_UNMARKED);
		return;
	}
	struct memfn_frame *frame = t->top;
	if (unlikely(!(hooks > MEMFN_HOOKS_TSC_ALONE))) { /* the comparison above has told */
		if (hooks == MEMFN_HOOKS_TSC)
			exit_of_many(key);
		else
			exit_by_other_clock(key);
	} else if (unlikely(frame->key != key)) {
		exit_untimed(key);
	} else {
		memfn_pop_as(t, frame, 0, false, MEMFN_POP_UNMARKED);
		__asm__ volatile(""); /* its last lines are not to be shared with those above, by a jump */
	}
}

static inline uint64_t shared_key_of(const void *address)
{
	return key_of(address) + MEMFN_KEY_SHARED;
}

EXPORT void __memfn_enter_shared(struct memfn_desc *d, void *cfa)
{
	enter_slow(&memfn_self, d, shared_key_of(cfa), true);
}

EXPORT void __memfn_exit_shared(struct memfn_desc *d, void *cfa)
{
	uint64_t now = memfn_clock_read(memfn_clock_slow_exit);
	struct memfn_thread *t = &memfn_self;
	uint64_t key = shared_key_of(cfa);
	struct memfn_frame *frame = memfn_attend(t, key, true);
	struct memfn_frame *found = frame;
	while (found && memfn_frame_has(found, key) &&
		   memfn_state((void *)(uintptr_t)found->node)->record != memfn_record_of(d))
		found--;
	if (!found || !memfn_frame_has(found, key))
		return;
	memfn_close_above(t, found, now);
	memfn_pop(t, found, now);
}

/* The stack may be another one than that of the event before. */
EXPORT uint64_t __memfn_depth(void)
{
	struct memfn_thread *t = &memfn_self;
	const struct memfn_frame *frame = memfn_attend(t, MEMFN_EVENT_KEY(), false);
	return frame ? (uint64_t)(frame - memfn_stack_base(t)) : 0;
}

EXPORT void __memfn_unwound_to(uint64_t depth)
{
	struct memfn_thread *t = &memfn_self;
	const struct memfn_frame *frame = memfn_attend(t, MEMFN_EVENT_KEY(), false);
	if (frame && (uint64_t)(frame - memfn_stack_base(t)) > depth)
		memfn_close_above(t, memfn_stack_base(t) + depth, memfn_clock_ticks());
}

EXPORT void __memfn_unwound(void *cfa)
{
	struct memfn_thread *t = &memfn_self;
	uint64_t key = shared_key_of(cfa); /* those in its host end by pads of their own */
	if (t->top->key > key)
		memfn_attend(t, key, true);
}
