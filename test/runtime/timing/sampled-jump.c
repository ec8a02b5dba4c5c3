// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// timing=sampled: a siglongjmp out of a handler, between any two instructions of the exit of a call
// that is timed, does not count that call's time twice: it may lose it.
// REQUIRES: x86_64
// RUN: %memfn_clang -O2 %s -o %t
// RUN: env MEMFN_OUTPUT=%t.prof MEMFN_OPTIONS=timing=sampled:quiet=1 %t > %t.truth
// RUN: %memreport export --format=json %t.prof | %python -c \
// RUN:   'import json, sys; p = json.load(sys.stdin); truth, hits = map(int, open(sys.argv[1]).read().split()); \
// RUN:    f = next(f for f in p["functions"] if f["name"] == "sleeps"); \
// RUN:    assert hits > 20 and f["calls"] == 31 and f["total_ns"] <= truth, (f, truth, hits)' %t.truth
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <time.h>
#include <ucontext.h>

#define PROFILE __attribute__((annotate("memprof")))

enum { CALLS = 31, STRIDE = 4, TRAP_FLAG = 0x100 }; /* the first 32 are all timed */

static sigjmp_buf buffer;
static volatile long steps_left;
static int hits;

static void handler(int number, siginfo_t *info, void *context)
{
	(void)number;
	(void)info;
	(void)context;
	if (--steps_left)
		return;
	hits++;
	siglongjmp(buffer, 1);
}

PROFILE __attribute__((noinline)) static void sleeps(void)
{
	nanosleep(&(struct timespec){0, 2000000}, NULL);
	__asm__ volatile("lea -128(%%rsp), %%rsp\n\tpushfq\n\torq %0, (%%rsp)\n\tpopfq\n\t"
			 "lea 128(%%rsp), %%rsp" : : "i"(TRAP_FLAG) : "memory", "cc");
}

static void stop_stepping(void)
{
	__asm__ volatile("lea -128(%%rsp), %%rsp\n\tpushfq\n\tandq %0, (%%rsp)\n\tpopfq\n\t"
			 "lea 128(%%rsp), %%rsp" : : "i"(~TRAP_FLAG) : "memory", "cc");
}

static long long now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000000000ll + t.tv_nsec;
}

int main(void)
{
	struct sigaction action = {.sa_sigaction = handler, .sa_flags = SA_SIGINFO};
	long long begin = now();
	sigaction(SIGTRAP, &action, NULL);
	for (int i = 1; i <= CALLS; i++) {
		steps_left = i * STRIDE;
		if (!sigsetjmp(buffer, 1)) {
			sleeps();
			stop_stepping();
		}
	}
	printf("%lld %d\n", now() - begin, hits);
	return 0;
}
