// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Ticks come out as the time that passed: what a call takes lies between what CLOCK_MONOTONIC tells
// within it and around it, give or take a thousandth; with clock=cpu it is what the processor's time is.
// RUN: %each %clang_memfn -DCLOCK=CLOCK_MONOTONIC %s -- 'MEMFN_OUTPUT=p.out ./prog > bounds && %expect p.out %s bounds'
// RUN: %each %clang_memfn -DCLOCK=CLOCK_THREAD_CPUTIME_ID %s -- 'MEMFN_OPTIONS=clock=cpu MEMFN_OUTPUT=p.out ./prog > bounds && %expect p.out %s bounds'
#include <stdio.h>
#include <unistd.h>

#include "../Inputs/now.h"
#include "../Inputs/take.h"

static long within;

// EXPECT: f calls=1
PROFILE void f(void)
{
	long start = now(CLOCK);
	usleep(200000);
	while (now(CLOCK) < start + 100000000)
		;
	within = now(CLOCK) - start;
}

int main(void)
{
	long start = now(CLOCK);
	f();
	long around = now(CLOCK) - start;
	printf("EXPECT: f total_ns>=%ld total_ns<=%ld\n", within - within / 1000, around + around / 1000);
	printf("EXPECT: f self_ns>=%ld\n", within - within / 1000);
	usleep(100000);
	return 0;
}
