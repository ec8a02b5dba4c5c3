/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/*
 * Time in ticks: rdtsc where CPUID says that it is invariant (aarch64: cntvct_el0), else
 * CLOCK_MONOTONIC in nanoseconds; clock=cpu reads the thread's CPU time. What a tick is worth is
 * figured by the reader from the pairs (ticks, CLOCK_MONOTONIC) in the profile's header.
 */
#ifndef MEMFN_CLOCK_H
#define MEMFN_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

#include "memfn/format.h"

extern uint32_t memfn_clock_kind; /* enum memfn_clock */
extern uint32_t memfn_clock_off;  /* timing=off: every reading is 0 */

/* What a call's hooks cost, in 256ths of a tick: in all, and that part of it that is measured as
 * the call's own time. */
struct memfn_hook_cost {
	uint64_t whole, inside;
};

/* Chooses the clock; `cpu` asks for CPU time, `slow` for one whose readings call the functions
 * below.
 */
void memfn_clock_start(bool cpu, bool slow);
uint64_t memfn_clock_slow(void);
/* At the entry and at the exit of the current frame. */
uint64_t memfn_clock_slow_entry(void);
uint64_t memfn_clock_slow_exit(void);
/* CLOCK_MONOTONIC and CLOCK_REALTIME in nanoseconds. */
uint64_t memfn_clock_monotonic(void);
int64_t memfn_clock_realtime(void);
/* What the calling thread has had of a processor, in nanoseconds. */
uint64_t memfn_clock_thread(void);

/* Only where the kind is MEMFN_CLOCK_TSC. */
static inline uint64_t memfn_tick_counter(void)
{
#if defined(__x86_64__)
	return __builtin_ia32_rdtsc();
#elif defined(__aarch64__)
	uint64_t ticks;
	__asm__ volatile("mrs %0, cntvct_el0" : "=r"(ticks));
	return ticks;
#else
	return memfn_clock_slow();
#endif
}

static inline __attribute__((always_inline)) uint64_t memfn_clock_read(uint64_t (*slow)(void))
{
	return __builtin_expect(memfn_clock_kind != MEMFN_CLOCK_TSC, 0) ? slow() : memfn_tick_counter();
}

static inline uint64_t memfn_clock_ticks(void)
{
	return memfn_clock_read(memfn_clock_slow);
}

#endif
