/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/*
 * timing=sampled: which calls are timed, and what their times stand for. The first calls of each
 * path all are, each for itself; of later ones, in each run of MEMFN_SAMPLE_EVERY of a thread's
 * calls one at a random place, for all of them. So each later call is timed with the same chance,
 * whatever it calls, and a path's time, the sum of time times weight, is right on average (Horvitz
 * and Thompson, 1952). A timed call's time is taken off its caller's own: that is right on average,
 * too, and may be below 0.
 *
 * A frame's start is 0 where its call is not timed. Where it is, child_ticks is its weight, 0
 * for 1. timing=off is the same with no call timed.
 */
#ifndef MEMFN_SAMPLE_H
#define MEMFN_SAMPLE_H

#include <stdbool.h>
#include <stdint.h>

#include "memfn/format.h"
#include "thread.h"

enum { MEMFN_SAMPLE_EVERY = 128 };

extern bool memfn_untimed;          /* hooks read no clock, but for calls that are sampled */
extern uint64_t memfn_sample_first; /* so many calls of a path are all timed */

void memfn_sample_start(bool off);
/* A thread's first sample comes at a random place. */
void memfn_sample_thread(struct memfn_thread *t);
/* The call that slot was just filled for may be one to time: its clock starts, last of all. */
void memfn_sample_begin(struct memfn_thread *t, struct memfn_frame *slot);
/* A timed call that began at `start` is over. */
void memfn_sample_end(struct memfn_thread *t, const struct memfn_frame *frame, uint64_t start,
					  uint64_t now);

static inline uint64_t memfn_sample_weight(const struct memfn_frame *frame)
{
	if (!frame->start)
		return 0;
	return frame->child_ticks ? frame->child_ticks : 1;
}

#endif
