/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/*
 * One frame more, one less. A push moves top first, onto an inert slot, then fills it, and reads
 * the clock last; a pop reads the clock first, takes what it needs, moves top, then makes the slot
 * inert. A handler's frames that come in between thus always nest on valid ground.
 *
 * The inline forms are for the hooks, with what they know of the frame as constants.
 */
#ifndef MEMFN_FRAMES_H
#define MEMFN_FRAMES_H

#include <stdbool.h>
#include <stdint.h>

#include "atomic.h"
#include "marks.h"
#include "sample.h"
#include "thread.h"

/* While a stack is alone, marks begin late: see marks.h. */
static inline bool memfn_is_alone(void)
{
	return memfn_recording.on == MEMFN_RECORDING_ONE;
}

/* The slot above the top becomes it, inert: without its key and time. A handler's frames that come
 * in between find their caller's node on it; those that come before leave it without a mark. */
static inline struct memfn_frame *memfn_push(struct memfn_thread *t, struct memfn_frame *frame,
											 struct memfn_node_counters *node, bool alone)
{
	struct memfn_frame *slot = frame + 1;
	slot->node = frame->node;
	slot->high = MEMFN_MARK_LATER;
	signal_fence();
	t->top = slot;
	signal_fence();
	slot->node = (uintptr_t)node;
	if (!alone)
		memfn_mark_begin(t, slot);
	counter_add(&node->calls, 1);
	signal_fence();
	return slot;
}

/* What the key of a frame that begins has in its low bits. */
static inline uint64_t memfn_key_bits(bool alone)
{
	return alone ? 0 : MEMFN_KEY_MORE;
}

/* Its clock starts; then it is no longer inert. What a handler takes before that is its caller's.
 */
static inline void memfn_begin_timed(struct memfn_frame *slot, uint64_t key, uint64_t now)
{
	slot->start = now;
	slot->child_ticks = 0;
	signal_fence();
	slot->key = key;
}

static inline void memfn_begin_untimed(struct memfn_thread *t, struct memfn_frame *slot,
									   uint64_t key)
{
	slot->key = key;
	if (unlikely(gauge_sub_below_zero(&t->until_sample, 1)))
		memfn_sample_begin(t, slot);
	else
		__asm__ volatile(""); /* returns here, not by a jump to where other code does */
}

/* Clocks of two cores may differ by a hair, and what a handler took before its caller's clock began
 * may have come to that: then no time has passed. By a jump that is hardly ever taken. */
#define MEMFN_AT_LEAST_0(total, self)                                                              \
	do {                                                                                           \
		if (unlikely((self) < 0)) {                                                                \
			__asm__ volatile("");                                                                  \
			(self) = 0;                                                                            \
			(total) = (total) < 0 ? 0 : (total);                                                   \
		}                                                                                          \
		__asm__("" : "+r"(total), "+r"(self)); /* in one register each from here on */             \
	} while (0)

static inline __attribute__((always_inline)) void memfn_count_time(struct memfn_node_counters *node,
																   int64_t total, int64_t self)
{
	counter_add(&node->self_ticks, (uint64_t)self);
	lower_to(&node->min_ticks, total);
	raise_to(&node->max_ticks, total);
}

/* Whether blocks were made or freed under a frame, so that its mark has begun; ALONE: and there is
 * one stack only, of whose blocks nobody else frees any. */
enum memfn_pop { MEMFN_POP_UNMARKED, MEMFN_POP_MARKED, MEMFN_POP_MARKED_ALONE };

static inline __attribute__((always_inline)) void memfn_pop_as(struct memfn_thread *t,
															   struct memfn_frame *frame,
															   uint64_t now, bool timed,
															   enum memfn_pop marked)
{
	struct memfn_frame *below = frame - 1;
	struct memfn_node_counters *node = (void *)(uintptr_t)frame->node;
	int64_t had = 0, peak = 0, retained = 0;
	if (marked) {
		had = frame->high;
		peak = had - frame->net_at_start;
		int64_t net = marked == MEMFN_POP_MARKED ? memfn_net(t) : t->stack->net;
		retained = net - frame->net_at_start;
	}
	int64_t total = (int64_t)(now - frame->start);
	int64_t self = total - (int64_t)frame->child_ticks;
	if (timed)
		MEMFN_AT_LEAST_0(total, self);
	signal_fence();
	t->top = below;
	signal_fence();
	if (timed)
		memfn_count_time(node, total, self);
	if (marked) {
		raise_to(&node->peak_bytes, peak);
		gauge_add(&node->retained_bytes, retained);
		had = frame->high > had ? frame->high : had; /* a handler may have raised it */
		frame->high = MEMFN_MARK_LATER;
	}
	frame->key = 0;
	frame->site_private = 0;
	if (timed) {
		frame->ended = now;
		counter_add(&below->child_ticks, (uint64_t)total);
		if (unlikely(!below->key)) /* it will be filled anew: the time is the next one's */
			counter_add(&below[-1].child_ticks, (uint64_t)total);
	}
	if (!marked) {
		if (unlikely(frame->high >= 0)) /* so a handler has begun it */
			memfn_mark_pass_on_otherwise(t, frame->high);
	} else if (had > below->high) {
		memfn_mark_pass_on(t, below, had);
	}
}

/* Ends t's top frame at time now, whatever is known of it. */
void memfn_pop(struct memfn_thread *t, struct memfn_frame *frame, uint64_t now);

#endif
