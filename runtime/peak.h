/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/*
 * Highest live totals: of the process, of each function, of each line.
 *
 * With one thread each event changes the owner's live total and raises its peak: exact. With more,
 * each thread keeps a share of what it has not yet published and publishes when the share leaves
 * +-grain, so a peak is off by at most grain times the threads. grain = max(1 KiB, peak so far /
 * (128 * threads)).
 *
 * At-peak figures come without snapshots: a new maximum of the process moves the peak number; an
 * account first touched after that puts its live bytes aside before it changes them.
 */
#ifndef MEMFN_PEAK_H
#define MEMFN_PEAK_H

#include <stdint.h>

#include "atomic.h"
#include "memfn/format.h"
#include "profile.h"

/* A thread's part of an owner's live bytes. */
struct memfn_share {
	int64_t live;           /* with several stacks: what is not yet published */
	int64_t room;           /* with one: the owner's peak less what is live */
	struct memfn_share *up; /* a line's function; else null */
	struct memfn_owner *owner;
	struct memfn_share *above; /* up, where that counts by itself; null: what is here is its, too */
	struct memfn_share *only;  /* a function's: the only line it was met with; itself: it counts */
};

/* With several stacks a function that this thread has met with one line only lets that line's share
 * count for both. It counts by itself from now on. Lock held. */
void memfn_share_split(struct memfn_share *function);

/* Bytes that a thread may keep to itself; 0 while there is one thread, or with peaks=exact. */
extern int64_t memfn_grain;
/* peaks=exact: events take turns under memfn_peak_lock. */
extern uint32_t memfn_peaks_locked;

/* There are several stacks from now on; until now the process's live bytes were this. Lock held. */
void memfn_peak_begin_many(int64_t live);
/* In a child made by fork: one stack, nothing live. */
void memfn_peak_reset(void);
/* So many threads are alive from now on. Lock held. */
void memfn_peak_threads(uint32_t alive);
void memfn_peak_lock(void);
void memfn_peak_unlock(void);
/* A jump to this address of the machine stack leaves the event that it is in the midst of. */
void memfn_peak_left(uintptr_t target);

/* The header's peak number and, for the fast paths, the same in private memory. */
extern uint64_t memfn_peak_number __attribute__((visibility("hidden")));

/* With one stack, before an account changes. */
static inline void memfn_account_touch(struct memfn_account_counters *account)
{
	uint64_t number = __atomic_load_n(&memfn_peak_number, __ATOMIC_ACQUIRE);
	if (likely(account->peak_number == number))
		return;
	account->at_peak_bytes = (int64_t)(account->alloc_bytes - account->freed_bytes);
	account->at_peak_blocks = (int64_t)(account->allocs - account->freed);
	signal_fence();
	account->peak_number = number;
}

/* With several stacks, after it has changed by so much: where the number has moved since it changed
 * last, what was live before is what counts. Another thread may move it at any time, so that to
 * look before the change as well would tell nothing more. */
static inline void memfn_account_changed(struct memfn_account_counters *account, int64_t bytes,
										 int64_t blocks)
{
	uint64_t number = __atomic_load_n(&memfn_peak_number, __ATOMIC_ACQUIRE);
	if (likely(account->peak_number == number))
		return;
	account->at_peak_bytes = (int64_t)(account->alloc_bytes - account->freed_bytes) - bytes;
	account->at_peak_blocks = (int64_t)(account->allocs - account->freed) - blocks;
	signal_fence();
	account->peak_number = number;
}

/* With one stack: more is live than the owner's peak. What a handler adds meanwhile, it raises. */
static inline void memfn_own_raise(struct memfn_share *share)
{
	int64_t below;
	__asm__ volatile("" : "+r"(share)); /* no address of it is of use elsewhere */
	while ((below = *(volatile int64_t *)&share->room) < 0)
		if (gauge_swap(&share->room, below, 0)) {
			gauge_sub(&share->owner->peak, below);
			return;
		}
}

/* With one stack: n bytes more are live on an account's own owners, a line and its function. What
 * is live in the process is the stack's net, so its peak is looked at only where the current
 * frame's mark rises. */
static inline void memfn_own_grow(struct memfn_share *share, int64_t n)
{
	if (unlikely(gauge_sub_below_zero(&share->room, n)))
		memfn_own_raise(share);
	share = share->up;
	if (likely(share) && unlikely(gauge_sub_below_zero(&share->room, n)))
		memfn_own_raise(share);
}

static inline void memfn_own_shrink(struct memfn_share *share, int64_t n)
{
	gauge_add(&share->room, n);
	share = share->up;
	if (likely(share))
		gauge_add(&share->room, n);
}

/* With one stack: its net is the process's live total, and has risen to this, above the peak. */
void memfn_peak_raise(int64_t live);
/* As owner 0 has it, but since the last memfn_reset_peak. */
extern int64_t memfn_process_peak __attribute__((visibility("hidden")));

/* A share and those above it go to their owners, who may reach a new peak, where they have left
 * +-grain; the process's share too. */
void memfn_shares_publish(struct memfn_share *share, struct memfn_share *process);

static inline bool memfn_share_is_beyond(const struct memfn_share *share, int64_t grain)
{
	int64_t live = *(const volatile int64_t *)&share->live;
	return live > grain || live < -grain;
}

/* With several: n bytes more, or less, are live on these owners and the process. */
static inline void memfn_peak_change(struct memfn_share *share, struct memfn_share *process,
									 int64_t n)
{
	int64_t grain = __atomic_load_n(&memfn_grain, __ATOMIC_RELAXED);
	struct memfn_share *each = share;
	bool beyond = false;
	for (; each; each = each->above) {
		gauge_add(&each->live, n);
		beyond |= memfn_share_is_beyond(each, grain);
	}
	gauge_add(&process->live, n);
	if (unlikely(beyond | memfn_share_is_beyond(process, grain)))
		memfn_shares_publish(share, process);
}

#endif
