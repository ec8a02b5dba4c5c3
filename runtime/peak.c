/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Publication of live totals by several threads, and the lock of peaks=exact. */
#include "peak.h"

#include <sched.h> /* sched_yield */

#include "shard.h"
#include "stack.h"
#include "thread.h"
#include "tree.h"

uint64_t memfn_peak_number;
int64_t memfn_process_peak;
int64_t memfn_grain;
uint32_t memfn_peaks_locked;

static uint32_t threads_alive = 1, most_threads = 1;
static int64_t largest_grain, error_bound;

enum { SMALLEST_GRAIN = 1024, PARTS = 128 };

static uint32_t peak_lock;
/* This thread's events in their turn: with those of handlers in the midst of another, which have
 * the turn already. Where on the machine stack the first one began. */
static __thread uint32_t turns;
static __thread uintptr_t turn_began;

void memfn_peak_lock(void)
{
	if (!turns)
		turn_began = (uintptr_t)__builtin_frame_address(0);
	if (turns++)
		return;
	signal_fence();
	while (__atomic_exchange_n(&peak_lock, 1, __ATOMIC_ACQUIRE))
		sched_yield();
}

static void end_turn(void)
{
	__atomic_store_n(&peak_lock, 0, __ATOMIC_RELEASE);
	signal_fence();
	turns = 0;
}

void memfn_peak_unlock(void)
{
	if (turns > 1)
		turns--;
	else
		end_turn();
}

void memfn_peak_left(uintptr_t target)
{
	if (turns && target > turn_began)
		end_turn();
}

static int64_t grain_for(uint32_t threads)
{
	int64_t grain = memfn_owner_at(0)->peak / (PARTS * (int64_t)threads);
	return grain > SMALLEST_GRAIN ? grain : SMALLEST_GRAIN;
}

static void move_peak_number(void)
{
	__atomic_fetch_add(&memfn_header->peak_number, 1, __ATOMIC_SEQ_CST);
	__atomic_fetch_add(&memfn_peak_number, 1, __ATOMIC_SEQ_CST);
}

void memfn_peak_raise(int64_t live)
{
	raise_to(&memfn_process_peak, live);
	if (live <= memfn_owner_at(0)->peak)
		return; /* since memfn_reset_peak only */
	raise_to(&memfn_owner_at(0)->peak, live);
	counter_add(&memfn_header->peak_number, 1);
	counter_add(&memfn_peak_number, 1);
}

void memfn_peak_begin_many(int64_t live)
{
	memfn_owner_at(0)->live = live;
	memfn_stacks_begin_marks();
	memfn_shards_publish();
	memfn_record(MEMFN_RECORDING_MANY);
}

void memfn_peak_reset(void)
{
	memfn_process_peak = memfn_grain = 0;
	memfn_peak_number = 0;
	threads_alive = most_threads = 1;
	largest_grain = error_bound = 0;
	end_turn();
}

/* The bound on the error. A share that nobody changes stays as large as the grain was, so the bound
 * never falls: a larger grain lets each thread keep so much more, and a thread beyond the most
 * there were brings its own. Nobody keeps more than the largest grain. */
static void grain_becomes(int64_t grain, uint32_t alive, uint32_t others)
{
	int64_t more = grain - __atomic_exchange_n(&memfn_grain, grain, __ATOMIC_ACQ_REL);
	int64_t bound = grain * others;
	shared_raise_to(&largest_grain, grain);
	if (more > 0)
		bound += more * alive;
	bound = __atomic_add_fetch(&error_bound, bound, __ATOMIC_RELAXED);
	if (bound > largest_grain * most_threads)
		bound = largest_grain * most_threads;
	shared_raise_to((int64_t *)&memfn_header->peak_error_bytes, bound);
}

void memfn_peak_threads(uint32_t alive)
{
	uint32_t others = alive > most_threads ? alive - most_threads : 0;
	if (memfn_peaks_locked || (alive < 2 && !memfn_grain))
		return; /* with one thread, every event is published */
	threads_alive = alive;
	most_threads += others;
	grain_becomes(grain_for(alive), alive - others, others);
}

static void grain_follows_peak(void)
{
	int64_t grain = memfn_grain ? grain_for(threads_alive) : 0;
	if (grain > memfn_grain)
		grain_becomes(grain, threads_alive, 0);
}

/* Whether its owner has come to a new peak. */
static bool publish(struct memfn_share *share, int64_t *live)
{
	struct memfn_owner *owner = share->owner;
	int64_t n = gauge_take(&share->live);
	*live = __atomic_add_fetch(&owner->live, n, __ATOMIC_SEQ_CST);
	return n > 0 && shared_raise_to(&owner->peak, *live);
}

static void publish_process(struct memfn_share *process)
{
	int64_t live;
	bool raised = publish(process, &live);
	shared_raise_to(&memfn_process_peak, live);
	if (raised) {
		move_peak_number();
		grain_follows_peak();
	}
}

/* A share of a line, and of its function where that does not count by itself. */
static void publish_line(struct memfn_share *share)
{
	struct memfn_owner *owners[] = {share->owner,
									!share->above && share->up ? share->up->owner : NULL};
	int64_t n = gauge_take(&share->live);
	for (int i = 0; i < 2 && owners[i]; i++) {
		int64_t live = __atomic_add_fetch(&owners[i]->live, n, __ATOMIC_SEQ_CST);
		if (n > 0)
			shared_raise_to(&owners[i]->peak, live);
	}
}

/* In a handler that comes in the midst of the line's own event, that block counts for the
 * function's live bytes twice: one at most of a thread's, and only with its first block from
 * another line. */
void memfn_share_split(struct memfn_share *function)
{
	struct memfn_share *only = function->only;
	if (only && only != function) {
		publish_line(only);
		only->above = function;
	}
	function->only = function;
}

/* Owners whose lines of the cache another thread has come at once, not one after the other. */
void memfn_shares_publish(struct memfn_share *share, struct memfn_share *process)
{
	int64_t grain = __atomic_load_n(&memfn_grain, __ATOMIC_RELAXED);
	struct memfn_share *each;
	for (each = share; each; each = each->above)
		if (memfn_share_is_beyond(each, grain))
			prefetch_shared(each->owner);
	if (memfn_share_is_beyond(process, grain))
		publish_process(process);
	for (each = share; each; each = each->above)
		if (memfn_share_is_beyond(each, grain))
			publish_line(each);
}
