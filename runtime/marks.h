/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/*
 * The high marks of open frames: a call's peak is its frame's mark less its net at the start. Each
 * block made raises the mark of the top frame, and a frame that ends hands its own to the one
 * below.
 *
 * While a stack is alone only its own events change its net. So a frame's mark need not begin
 * before the first block is made or freed under it: its net then is what it was at its start.
 * Frames whose marks have not begun are the topmost ones; most calls make and free nothing, and
 * theirs never do. With several stacks others lower a net at any time: marks begin with their
 * frames.
 *
 * An inert frame has no mark: what is made while it is the top one belongs to the frame below it.
 */
#ifndef MEMFN_MARKS_H
#define MEMFN_MARKS_H

#include <stdint.h>

#include "atomic.h"
#include "peak.h"
#include "thread.h"

/* A frame's `high` until its mark begins: no net is below 0. */
enum { MEMFN_MARK_LATER = -1 };

/* The mark of one frame begins, at the net of now. */
static inline void memfn_mark_begin(const struct memfn_thread *t, struct memfn_frame *frame)
{
	int64_t net = memfn_net(t);
	frame->net_at_start = net;
	frame->high = net;
}

/* The same for a frame that began at that net, unless its mark has begun, or it is inert. */
static inline void memfn_mark_begin_late(struct memfn_frame *frame, int64_t net)
{
	if (unlikely(!frame->key || frame->high >= 0))
		return;
	frame->net_at_start = net;
	counter_or(&frame->key, MEMFN_KEY_MORE);
	signal_fence();
	gauge_swap(&frame->high, MEMFN_MARK_LATER, net);
}

/* Before the first event under the top frame, with this net: all marks begin that have not. From
 * the outermost inwards, so that those that have not begun are the topmost ones whenever a handler
 * comes, whose first event begins the rest at the same net. */
static inline void memfn_marks_begin_at(const struct memfn_thread *t, int64_t net)
{
	struct memfn_frame *frame = t->top;
	while (frame[-1].high < 0)
		frame--;
	do
		memfn_mark_begin_late(frame, net);
	while (unlikely(++frame <= t->top));
}

/* The same, by a call, at the net of now. */
void memfn_marks_begin(const struct memfn_thread *t);

/* What follows, where there is more to it. */
void memfn_mark_pass_on_otherwise(const struct memfn_thread *t, int64_t high);

/* The mark of a frame that has ended goes to the one below, which is the top frame now. */
static inline void memfn_mark_pass_on(const struct memfn_thread *t, struct memfn_frame *below,
									  int64_t high)
{
	if (likely(below->key && below->high >= 0))
		raise_up(&below->high, high);
	else
		memfn_mark_pass_on_otherwise(t, high);
}

/* A block was made, and this is the net now: raises the mark of the top frame, and the process's
 * peak where its one stack sets it. */
static inline void memfn_mark_raise(const struct memfn_thread *t, int64_t net)
{
	memfn_mark_pass_on(t, t->top, net);
	if (net > memfn_process_peak && memfn_recording.on == MEMFN_RECORDING_ONE)
		memfn_peak_raise(net);
}

#endif
