// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// While a coroutine waits its clock stands still: what runs meanwhile, here 300 ms of a processor's
// time, is in the figures of who runs, and in none of those of its open frames.
// RUN: %each %clang_memfn %s -- 'MEMFN_OPTIONS=clock=cpu MEMFN_OUTPUT=p.out ./prog && %expect p.out %s'
#include "../Inputs/now.h"
#include "../Inputs/stacks.h"
#include "../Inputs/take.h"

static ucontext_t back, co;

// EXPECT: waits calls=3 open_calls=0 total_ns<=99000000 self_ns<=99000000
PROFILE void waits(void)
{
	swapcontext(&co, &back);
}

// EXPECT: body calls=1 open_calls=0 total_ns<=99000000 self_ns<=99000000
PROFILE void body(void)
{
	for (int i = 0; i < 3; i++)
		waits();
}

// EXPECT: burns calls=3 self_ns>=300000000
PROFILE void burns(void)
{
	long start = now(CLOCK_THREAD_CPUTIME_ID);
	while (now(CLOCK_THREAD_CPUTIME_ID) < start + 100000000)
		;
}

// EXPECT: path <coroutine>/body/waits calls=3
int main(void)
{
	static char stack[65536];
	context_on(&co, stack, sizeof stack, &back);
	makecontext(&co, body, 0);
	swapcontext(&back, &co);
	for (int i = 0; i < 3; i++) {
		burns();
		swapcontext(&back, &co);
	}
	return 0;
}
