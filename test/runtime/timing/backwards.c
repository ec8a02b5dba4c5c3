// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A clock that goes back, as those of two cores may by a hair: no time has passed, and no sum gets
// less. The program's own clock_gettime gives the CPU time here, less each time.
// RUN: %each %clang_memfn %s -- 'MEMFN_OPTIONS=clock=cpu MEMFN_OUTPUT=p.out ./prog && %expect p.out %s'
#define _GNU_SOURCE
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>
#include "../Inputs/take.h"

static int backwards;

int clock_gettime(clockid_t clock, struct timespec *time)
{
	static long left = 1000000;
	if (clock != CLOCK_THREAD_CPUTIME_ID)
		return (int)syscall(SYS_clock_gettime, clock, time);
	left -= backwards ? 1000 : 0;
	*time = (struct timespec){left / 1000, left % 1000 * 1000000};
	return 0;
}

// EXPECT: inner calls=40 self_ns=0 total_ns=0 min_ns=0 max_ns=0
PROFILE void inner(void)
{
	give(take(10));
}

// EXPECT: outer calls=10 self_ns=0 total_ns=0 min_ns=0 max_ns=0
PROFILE void outer(void)
{
	for (int i = 0; i < 4; i++)
		inner();
}

// EXPECT: <program> self_ns>=0 total_ns>=0
int main(void)
{
	backwards = 1;
	for (int i = 0; i < 10; i++)
		outer();
	backwards = 0;
	return 0;
}
