/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/*
 * What instrumented code calls. A push moves top first, onto an inert slot, then fills it, and
 * reads the clock last; a pop reads the clock first, takes what it needs, moves top, then makes the
 * slot inert. A handler's frames that come in between thus always nest on valid ground.
 */
#include <stdbool.h>
#include <stddef.h>

#include "atomic.h"
#include "clock.h"
#include "hooks.h"
#include "marks.h"
#include "os.h"
#include "profile.h"
#include "sample.h"
#include "shard.h"
#include "stack.h"
#include "thread.h"

#define EXPORT __attribute__((visibility("default")))

static inline uint64_t key_of(const void *address)
{
	return 0 - (uint64_t)(uintptr_t)address;
}

/* While a stack is alone, marks begin late: see marks.h. */
static inline bool is_alone(void)
{
	return memfn_recording.on == MEMFN_RECORDING_ONE;
}

/* The slot above the top becomes it, inert: without its key and time. A handler's frames that come
 * in between find their caller's node on it; those that come before leave it without a mark. */
static inline struct memfn_frame *push(struct memfn_thread *t, struct memfn_frame *frame,
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

/* Its clock starts; then it is no longer inert. What a handler takes before that is its caller's.
 */
static inline void begin_timed(struct memfn_frame *slot, uint64_t key, uint64_t now)
{
	slot->start = now;
	slot->child_ticks = 0;
	signal_fence();
	slot->key = key;
}

static inline void begin_untimed(struct memfn_thread *t, struct memfn_frame *slot, uint64_t key)
{
	slot->start = 0;
	signal_fence();
	slot->key = key;
	if (unlikely(gauge_sub_below_zero(&t->until_sample, 1)))
		memfn_sample_begin(t, slot);
}

/* On a path that may be young: the first calls are all timed. */
static void begin_perhaps_first(struct memfn_thread *t, struct memfn_frame *slot, uint64_t key)
{
	const struct memfn_node_counters *node = (void *)(uintptr_t)slot->node;
	if (node->calls > memfn_sample_first) {
		begin_untimed(t, slot, key);
		return;
	}
	slot->start = 0;
	slot->key = key;
	memfn_sample_begin(t, slot);
}

/* Clocks of two cores may differ by a hair, and what a handler took before its caller's clock began
 * may have come to that: then no time has passed. By a jump that is hardly ever taken. */
#define AT_LEAST_0(total, self)                                                                    \
	do {                                                                                           \
		if (unlikely((self) < 0)) {                                                                \
			__asm__ volatile("");                                                                  \
			(self) = 0;                                                                            \
			(total) = (total) < 0 ? 0 : (total);                                                   \
		}                                                                                          \
		__asm__("" : "+r"(total), "+r"(self)); /* in one register each from here on */             \
	} while (0)

static inline __attribute__((always_inline)) void count_time(struct memfn_node_counters *node,
															 int64_t total, int64_t self)
{
	counter_add(&node->self_ticks, (uint64_t)self);
	lower_to(&node->min_ticks, total);
	raise_to(&node->max_ticks, total);
}

/* marked: blocks were made or freed under this frame, or it is not known that none were. */
static inline __attribute__((always_inline)) void
pop_as(struct memfn_thread *t, struct memfn_frame *frame, uint64_t now, bool timed, bool marked)
{
	struct memfn_frame *below = frame - 1;
	struct memfn_node_counters *node = (void *)(uintptr_t)frame->node;
	int64_t had = 0, peak = 0, retained = 0;
	if (marked) {
		had = frame->high;
		peak = had - frame->net_at_start;
		retained = memfn_net(t) - frame->net_at_start;
	}
	int64_t total = (int64_t)(now - frame->start);
	int64_t self = total - (int64_t)frame->child_ticks;
	if (timed)
		AT_LEAST_0(total, self);
	signal_fence();
	t->top = below;
	signal_fence();
	if (timed)
		count_time(node, total, self);
	if (marked) {
		raise_to(&node->peak_bytes, peak);
		gauge_add(&node->retained_bytes, retained);
	}
	int64_t high = frame->high; /* a handler may have raised it, or had a frame there meanwhile */
	if (marked) {
		high = high > had ? high : had;
		frame->high = MEMFN_MARK_LATER;
	}
	frame->key = 0;
	frame->site_private = 0;
	if (timed) {
		frame->start = now;
		counter_add(&below->child_ticks, (uint64_t)total);
		if (unlikely(!below->key)) /* it will be filled anew: the time is the next one's */
			counter_add(&below[-1].child_ticks, (uint64_t)total);
	}
	if (marked ? high > below->high : unlikely(high >= 0))
		memfn_mark_pass_on(t, below, high);
}

static __attribute__((noinline)) void pop(struct memfn_thread *t, struct memfn_frame *frame,
										  uint64_t now)
{
	bool marked = frame->high >= 0;
	if (likely(!memfn_untimed)) {
		pop_as(t, frame, now, true, marked);
		return;
	}
	if (frame->start)
		memfn_sample_end(t, frame, now);
	pop_as(t, frame, now, false, marked);
	frame->start = now;
}

void memfn_close_above(struct memfn_thread *t, struct memfn_frame *last, uint64_t now)
{
	while (t->top > last) {
		shared_add(&memfn_header->frames_closed, 1);
		pop(t, t->top, now);
	}
}

void memfn_end_frames(struct memfn_thread *t, uint64_t now)
{
	struct memfn_frame *base = memfn_stack_base(t);
	while (t->top > base)
		pop(t, t->top, now);
	t->bottom = base;
	base->key = t->ceiling;
	base->site_private = 0; /* its object may have gone since */
	t->last_block = NULL;
}

void memfn_close_frames(struct memfn_thread *t, uint64_t key, uint64_t now)
{
	while (t->top->key >= key && t->top > t->bottom) {
		shared_add(&memfn_header->frames_closed, 1);
		pop(t, t->top, now);
	}
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
	struct memfn_frame *slot = push(t, frame, node, is_alone());
	if (memfn_untimed)
		begin_perhaps_first(t, slot, key);
	else
		begin_timed(slot, key, memfn_clock_read(memfn_clock_slow_entry));
}

/* A path that is not remembered, or young. */
static __attribute__((noinline)) void enter_anew(struct memfn_desc *d, uint64_t key)
{
	struct memfn_thread *t = &memfn_self;
	struct memfn_frame *frame = t->top;
	struct memfn_node_counters *node =
		memfn_shard_enter(t->shard, (void *)(uintptr_t)frame->node, d);
	if (unlikely(!node)) {
		shared_add(&memfn_header->dropped_calls, 1);
		return;
	}
	struct memfn_frame *slot = push(t, frame, node, is_alone());
	if (memfn_untimed)
		begin_perhaps_first(t, slot, key);
	else
		begin_timed(slot, key, memfn_tick_counter());
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
	struct memfn_frame *slot = push(t, frame, known->to, true);
	if (timed)
		begin_timed(slot, key, memfn_tick_counter());
	else
		begin_untimed(t, slot, key);
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
	struct memfn_frame *slot = push(t, frame, node, false);
	if (hooks == MEMFN_HOOKS_UNTIMED)
		begin_untimed(t, slot, key);
	else
		begin_timed(slot, key, memfn_tick_counter());
}

/* The only stack, and calls of which some are timed or none. */
static __attribute__((noinline)) void enter_untimed(struct memfn_desc *d, uint64_t key)
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
		begin_untimed(t, push(t, frame, node, true), key);
}

EXPORT void __memfn_enter(struct memfn_desc *d, void *cfa)
{
	uint64_t key = key_of(cfa);
	if (unlikely(key >= memfn_recording.gate_timed)) {
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
	struct memfn_frame *slot = push(t, frame, node, true);
	begin_timed(slot, key, memfn_tick_counter());
}

/* The frame that this exit is of: that with its address. Frames above it are gone. None: it was
 * never pushed. */
static __attribute__((noinline)) void exit_slow(struct memfn_thread *t, uint64_t key, uint64_t now)
{
	struct memfn_frame *frame = memfn_attend(t, key, true);
	if (!frame || frame->key != key || frame <= t->bottom)
		return;
	pop(t, frame, now);
}

static __attribute__((noinline)) void exit_otherwise(uint64_t now, uint64_t key)
{
	struct memfn_thread *t = &memfn_self;
	if (likely(t->top->key == key && memfn_recording.on))
		pop(t, t->top, now);
	else
		exit_slow(t, key, now);
}

/* Blocks were made or freed under the top frame. */
static __attribute__((noinline)) void pop_marked(uint64_t now)
{
	struct memfn_thread *t = &memfn_self;
	pop_as(t, t->top, now, true, true);
}

static __attribute__((noinline)) void pop_marked_untimed(void)
{
	struct memfn_thread *t = &memfn_self;
	pop_as(t, t->top, 0, false, true);
}

/* Several stacks: marks begin with their frames. */
static __attribute__((noinline)) void exit_of_many(uint64_t key)
{
	uint64_t now = memfn_tick_counter();
	const struct memfn_frame *frame = memfn_self.top;
	if (likely(frame->key == key && frame->high >= 0))
		pop_marked(now);
	else
		exit_otherwise(now, key);
}

/* Another clock, or a call that is timed where most are not. */
static __attribute__((noinline)) void exit_by_other_clock(uint64_t key)
{
	exit_otherwise(memfn_clock_read(memfn_clock_slow_exit), key);
}

EXPORT void __memfn_exit(struct memfn_desc *d, void *cfa)
{
	uint64_t key = key_of(cfa);
	struct memfn_thread *t = &memfn_self;
	uint32_t hooks = memfn_recording.hooks;
	(void)d;
	if (likely(hooks == MEMFN_HOOKS_TSC_ALONE)) {
		uint64_t now = memfn_tick_counter();
		struct memfn_frame *frame = t->top;
		if (unlikely(frame->key != key))
			exit_otherwise(now, key);
		else if (unlikely(frame->high >= 0))
			pop_marked(now);
		else
			pop_as(t, frame, now, true, false);
		return;
	}
	struct memfn_frame *frame = t->top;
	if (unlikely(hooks < MEMFN_HOOKS_UNTIMED || frame->key != key)) {
		if (hooks == MEMFN_HOOKS_TSC)
			exit_of_many(key);
		else
			exit_by_other_clock(key);
	} else if (likely(frame->high < 0)) {
		pop_as(t, frame, 0, false, false); /* a call that is timed has a mark */
	} else if (likely(!frame->start)) {
		pop_marked_untimed();
	} else {
		exit_by_other_clock(key);
	}
}

/* A frame that shares its host's machine frame lies a byte below the host's address, so that it is
 * neither its host's nor a callee's; those of one host nest in the order of their entry. */
static inline uint64_t shared_key_of(const void *address)
{
	return key_of(address) + 1;
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
	uint32_t function = (uint32_t)(uintptr_t)d->record - 1;
	struct memfn_frame *frame = memfn_attend(t, key, true);
	struct memfn_frame *found = frame;
	while (found && found->key == key &&
		   memfn_state((void *)(uintptr_t)found->node)->function != function)
		found--;
	if (!found || found->key != key)
		return;
	memfn_close_above(t, found, now);
	pop(t, found, now);
}

EXPORT uint64_t __memfn_depth(void)
{
	struct memfn_thread *t = &memfn_self;
	return memfn_recording.on && t->stack ? (uint64_t)(t->top - memfn_stack_base(t)) : 0;
}

EXPORT void __memfn_unwound_to(uint64_t depth)
{
	struct memfn_thread *t = &memfn_self;
	if (!memfn_recording.on || !t->stack)
		return;
	if ((uint64_t)(t->top - memfn_stack_base(t)) > depth)
		memfn_close_above(t, memfn_stack_base(t) + depth, memfn_clock_ticks());
}

EXPORT void __memfn_unwound(void *cfa)
{
	struct memfn_thread *t = &memfn_self;
	uint64_t key = shared_key_of(cfa); /* those in its host end by pads of their own */
	if (t->top->key > key)
		memfn_attend(t, key, true);
}

/* --- what they cost ------------------------------------------------------------------------- */

enum { PAIRS = 32, ROUNDS = 6 };

/* The same push and pop on frames of its own, which no thread is on. */
static uint64_t time_pairs(struct memfn_thread *t, struct memfn_node_counters *node, bool timed)
{
	uint64_t start = memfn_clock_ticks();
	for (int i = 0; i < PAIRS; i++) {
		struct memfn_frame *slot = push(t, t->top, node, true);
		begin_timed(slot, 64, timed ? memfn_clock_read(memfn_clock_slow_entry) : 0);
		pop_as(t, slot, timed ? memfn_clock_read(memfn_clock_slow_exit) : 0, timed, false);
	}
	return memfn_clock_ticks() - start;
}

static struct memfn_hook_cost least_of_rounds(bool timed)
{
	struct memfn_frame frames[4] = {{.key = 1}, {.key = 1}}; /* a pop looks at two below its own */
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
