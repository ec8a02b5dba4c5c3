/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Which clock, and its slow readings. */
#include "clock.h"

#include <errno.h> /* errno */
#include <time.h>  /* clock_gettime: the vDSO's, no system call but for CPU time */
#if defined(__x86_64__)
#include <cpuid.h> /* __get_cpuid */
#endif

#include "resident.h"
#include "thread.h"

uint32_t memfn_clock_kind = MEMFN_CLOCK_MONOTONIC;
uint32_t memfn_clock_off;

/* Invariant TSC: Intel SDM vol. 3, 18.17.1, CPUID.80000007H:EDX[8]. */
static int tick_counter_is_steady(void)
{
#if defined(__x86_64__)
	unsigned a, b, c, d;
	return __get_cpuid(0x80000007, &a, &b, &c, &d) && (d & 1u << 8);
#elif defined(__aarch64__)
	return 1;
#else
	return 0;
#endif
}

void memfn_clock_start(bool cpu, bool slow)
{
	if (cpu)
		memfn_clock_kind = MEMFN_CLOCK_CPU;
	else if (!slow && !memfn_clock_off && tick_counter_is_steady())
		memfn_clock_kind = MEMFN_CLOCK_TSC;
}

static uint64_t nanoseconds(clockid_t clock)
{
	struct timespec time;
	int saved = errno;
	clock_gettime(clock, &time);
	errno = saved;
	return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

uint64_t memfn_clock_slow(void)
{
	if (memfn_clock_off)
		return 0;
	return nanoseconds(memfn_clock_kind == MEMFN_CLOCK_CPU ? CLOCK_THREAD_CPUTIME_ID
														   : CLOCK_MONOTONIC);
}

/* With rss=1 no clock is the fast one. The frame that was current until now is charged. */
uint64_t memfn_clock_slow_entry(void)
{
	if (memfn_resident_on)
		memfn_resident_note(memfn_self.top - 1);
	return memfn_clock_slow();
}

uint64_t memfn_clock_slow_exit(void)
{
	if (memfn_resident_on && memfn_recording.on)
		memfn_resident_note(memfn_self.top);
	return memfn_clock_slow();
}

uint64_t memfn_clock_thread(void)
{
	return nanoseconds(CLOCK_THREAD_CPUTIME_ID);
}

uint64_t memfn_clock_monotonic(void)
{
	return nanoseconds(CLOCK_MONOTONIC);
}

int64_t memfn_clock_realtime(void)
{
	return (int64_t)nanoseconds(CLOCK_REALTIME);
}
