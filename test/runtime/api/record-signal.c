// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// record_signal: a signal stops recording and another starts it again, as memfn_stop and memfn_start
// do; with record=off the first one starts it.
// RUN: %each %clang_memfn %s -- 'MEMFN_OPTIONS=record_signal=USR1 MEMFN_OUTPUT=p.out ./prog && %expect p.out %s && MEMFN_OPTIONS=record=off:record_signal=SIGUSR1 MEMFN_OUTPUT=q.out ./prog && %expect q.out %s:LATE && MEMFN_OPTIONS=record_signal=KILL MEMFN_OUTPUT=r.out ./prog none 2> err && grep "record_signal=KILL cannot be caught" err && %expect r.out "f calls=6"'
#include <memfn/memfn.h>
#include <signal.h>
#include <time.h>

#include "../Inputs/take.h"

// EXPECT: f calls=4 alloc_bytes=400 leaked_bytes=200
// LATE: f calls=2 alloc_bytes=200 leaked_bytes=100
PROFILE void f(void)
{
	take(50);
	give(take(50));
}

/* The signal is attended to by another thread. */
static void switch_recording(int count)
{
	int before = memfn_is_recording();
	if (count > 1)
		return;
	raise(SIGUSR1);
	while (memfn_is_recording() == before)
		nanosleep(&(struct timespec){0, 1000000}, NULL);
}

// EXPECT: totals calls=4 alloc_bytes=400 threads=1
// LATE: totals calls=2 alloc_bytes=200
// EXPECT: trust inherited_frees=0 frames_closed=0
int main(int count, char **arguments)
{
	(void)arguments;
	f(), f();
	switch_recording(count);
	f(), f();
	switch_recording(count);
	f(), f();
	return 0;
}
