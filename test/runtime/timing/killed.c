// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Times of a process that was killed: what a tick is worth is known from the last time that something
// new happened, so that a call takes what CLOCK_MONOTONIC told within it and around it.
// RUN: %each %clang_memfn %s -- 'MEMFN_OUTPUT=p.out not --crash ./prog > bounds && %expect p.out %s bounds'
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "../Inputs/now.h"
#include "../Inputs/take.h"

static long within;

PROFILE void f(void)
{
	long start = now(CLOCK_MONOTONIC);
	usleep(300000);
	within = now(CLOCK_MONOTONIC) - start;
}

// EXPECT: something_new calls=1
PROFILE void something_new(void)
{
	give(take(10));
}

// EXPECT: process state=died status=null
// EXPECT: f calls=1 open_calls=0
int main(void)
{
	long start = now(CLOCK_MONOTONIC);
	f();
	long around = now(CLOCK_MONOTONIC) - start;
	something_new();
	printf("EXPECT: f total_ns>=%ld total_ns<=%ld\n", within - within / 200, around + around / 200);
	fflush(stdout);
	return raise(SIGKILL);
}
