/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
#include "sample.h"

#include "atomic.h"
#include "clock.h"
#include "shard.h"

enum { FIRST = 32, SQUARES_SHIFT = 16 };

bool memfn_untimed;
uint64_t memfn_sample_first;

void memfn_sample_start(bool off)
{
	memfn_untimed = true;
	memfn_sample_first = memfn_shard_young = off ? 0 : FIRST;
}

/* xorshift64* (Vigna, 2016). A handler in between costs some randomness. */
static uint64_t next_random(struct memfn_thread *t)
{
	uint64_t x = t->random;
	x ^= x >> 12;
	x ^= x << 25;
	x ^= x >> 27;
	t->random = x;
	return x * 0x2545F4914F6CDD1Du;
}

static uint32_t random_place(struct memfn_thread *t)
{
	return (uint32_t)(next_random(t) >> 32) % MEMFN_SAMPLE_EVERY;
}

void memfn_sample_thread(struct memfn_thread *t)
{
	if (!memfn_sample_first) {
		t->until_sample = INT64_MAX;
		return;
	}
	uint64_t seed = memfn_clock_ticks() ^ (uintptr_t)t;
	t->random = seed * 0x9E3779B97F4A7C15u | 1;
	next_random(t);
	t->sampled_at = random_place(t);
	t->until_sample = t->sampled_at;
}

/* One in each run of calls: what is left of this one, then the place in the next. */
static void choose_next(struct memfn_thread *t)
{
	uint32_t place = random_place(t);
	t->until_sample = MEMFN_SAMPLE_EVERY - 1 - t->sampled_at + place;
	t->sampled_at = place;
}

void memfn_sample_begin(struct memfn_thread *t, struct memfn_frame *slot)
{
	const struct memfn_node_counters *node = (void *)(uintptr_t)slot->node;
	slot->child_ticks = 0;
	if (node->calls > memfn_sample_first) {
		choose_next(t);
		if (!memfn_sample_first)
			return;
		slot->child_ticks = MEMFN_SAMPLE_EVERY;
	}
	counter_or(&slot->key, MEMFN_KEY_MORE);
	signal_fence();
	slot->start = memfn_clock_ticks();
}

/* What the square of a sampled time adds to the variance of the sum: weight * (weight - 1) times
 * it, in units of 2^16, rounded by the random number there was last. One in each run varies less
 * than each by itself. */
static uint64_t variance_of(const struct memfn_thread *t, uint64_t total, uint64_t weight)
{
	unsigned __int128 square = (unsigned __int128)total * total;
	if (total >> 40)
		return 1ull << 62;
	square = square * weight * (weight - 1) + (t->random >> (64 - SQUARES_SHIFT));
	square >>= SQUARES_SHIFT;
	return square >> 62 ? 1ull << 62 : (uint64_t)square;
}

void memfn_sample_end(struct memfn_thread *t, const struct memfn_frame *frame, uint64_t start,
					  uint64_t now)
{
	struct memfn_node_counters *node = (void *)(uintptr_t)frame->node;
	struct memfn_node_counters *caller = (void *)(uintptr_t)frame[-1].node;
	uint64_t weight = frame->child_ticks ? frame->child_ticks : 1;
	int64_t total = (int64_t)(now - start);
	if (total < 0)
		total = 0;
	counter_add(&node->self_ticks, (uint64_t)total * weight);
	counter_add(&caller->self_ticks, 0 - (uint64_t)total * weight);
	if (weight > 1)
		counter_add(&node->time_squares, variance_of(t, (uint64_t)total, weight));
	lower_to(&node->min_ticks, total);
	raise_to(&node->max_ticks, total);
}
