/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
#include "frames.h"

#include "clock.h"
#include "hooks.h"
#include "profile.h"
#include "stack.h"

void memfn_pop(struct memfn_thread *t, struct memfn_frame *frame, uint64_t now)
{
	enum memfn_pop marked = frame->high >= 0 ? MEMFN_POP_MARKED : MEMFN_POP_UNMARKED;
	if (likely(!memfn_untimed)) {
		memfn_pop_as(t, frame, now, true, marked);
		return;
	}
	uint64_t start = frame->start;
	if (start) {
		frame->start = 0; /* first: a handler may leave by a jump, and end the frame again */
		memfn_sample_end(t, frame, start, now);
	}
	memfn_pop_as(t, frame, now, false, marked);
	frame->ended = now;
}

void memfn_close_above(struct memfn_thread *t, struct memfn_frame *last, uint64_t now)
{
	while (t->top > last) {
		shared_add(&memfn_header->frames_closed, 1);
		memfn_pop(t, t->top, now);
	}
}

void memfn_end_frames(struct memfn_thread *t, uint64_t now)
{
	struct memfn_frame *base = memfn_stack_base(t);
	while (t->top > base)
		memfn_pop(t, t->top, now);
	t->bottom = base;
	base->key = t->ceiling;
	base->site_private = 0; /* its object may have gone since */
	t->last_block = NULL;
}

void memfn_close_frames(struct memfn_thread *t, uint64_t key, uint64_t now)
{
	while (t->top->key >= key && t->top > t->bottom) {
		shared_add(&memfn_header->frames_closed, 1);
		memfn_pop(t, t->top, now);
	}
}

/* --- what they cost ------------------------------------------------------------------------- */

enum { PAIRS = 32, ROUNDS = 6 };

/* The same push and pop on frames of its own, which no thread is on. */
static uint64_t time_pairs(struct memfn_thread *t, struct memfn_node_counters *node, bool timed)
{
	uint64_t start = memfn_clock_ticks();
	for (int i = 0; i < PAIRS; i++) {
		struct memfn_frame *slot = memfn_push(t, t->top, node, true);
		memfn_begin_timed(slot, 64, timed ? memfn_clock_read(memfn_clock_slow_entry) : 0);
		memfn_pop_as(t, slot, timed ? memfn_clock_read(memfn_clock_slow_exit) : 0, timed,
					 MEMFN_POP_UNMARKED);
	}
	return memfn_clock_ticks() - start;
}

static struct memfn_hook_cost least_of_rounds(bool timed)
{
	/* a pop looks at two below its own */
	struct memfn_frame frames[4] = {{.key = 8}, {.key = 8}, {.high = MEMFN_MARK_LATER}};
	struct memfn_stack stack = {0};
	struct memfn_credit credit = {0};
	struct memfn_thread t = {.view = {.top = &frames[1], .stack = &stack, .credit = &credit}};
	struct memfn_hook_cost least = {UINT64_MAX, 0};
	for (int i = 0; i < ROUNDS; i++) {
		struct memfn_node_counters node = {0};
		uint64_t ticks = time_pairs(&t, &node, timed);
		if (ticks < least.whole)
			least = (struct memfn_hook_cost){ticks, node.self_ticks};
	}
	return (struct memfn_hook_cost){(least.whole << 8) / PAIRS, (least.inside << 8) / PAIRS};
}

/* Where calls are sampled, what is measured of one is that of a timed one. */
struct memfn_hook_cost memfn_hooks_cost(void)
{
	struct memfn_hook_cost cost = least_of_rounds(true);
	if (memfn_untimed)
		cost.whole = least_of_rounds(false).whole + cost.whole / MEMFN_SAMPLE_EVERY;
	return cost;
}
