// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A call that is open at a fork begins anew in the child: peak, kept memory and time are those since the
// fork, not what the parent had by then.
// RUN: %each %clang_memfn %s -- 'rm -f p.out*; MEMFN_OUTPUT=p.out ./prog > bounds && %expect p.out.[0-9]* %s:CHILD bounds && %expect p.out %s'
#include <stdio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "../Inputs/take.h"

static long forked;

static long now(void)
{
	struct timespec time;
	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * 1000000000 + time.tv_nsec;
}

// CHILD: inner calls=0 peak_bytes=10 retained_bytes=10 alloc_bytes=10
// EXPECT: inner calls=1 peak_bytes=3000 retained_bytes=1000
PROFILE static int inner(void)
{
	void *block = take(3000);
	give(block);
	take(1000);
	usleep(500000);
	forked = now();
	pid_t child = fork();
	if (!child)
		take(10);
	return child && waitpid(child, NULL, 0) != child;
}

// CHILD: outer calls=0 peak_bytes=30 retained_bytes=30 alloc_bytes=20 total_alloc_bytes=30
// EXPECT: outer calls=1 peak_bytes=3500 retained_bytes=1500
PROFILE static int outer(void)
{
	pid_t before = getpid();
	take(500);
	int result = inner();
	if (getpid() != before)
		take(20);
	return result;
}

// CHILD: totals calls=0
int main(void)
{
	pid_t before = getpid();
	int result = outer();
	long took = now() - forked;
	if (getpid() != before)
		printf("EXPECT: inner total_ns<=%ld\nEXPECT: outer total_ns<=%ld\n", took + took / 1000,
		       took + took / 1000);
	return result;
}
