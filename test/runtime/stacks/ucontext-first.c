// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The first coroutine of a process frees and makes blocks while calls are open that have made none:
// what another stack frees of this one's blocks counts for these calls all the same.
// RUN: %each %clang_memfn %s -- 'MEMFN_OUTPUT=p.out ./prog && %expect p.out %s'
#include "../Inputs/stacks.h"
#include "../Inputs/take.h"

static ucontext_t back, co;
static char stack[1 << 16];
static void *block;

// EXPECT: body calls=1 frees=1 allocs=1 peak_bytes=30 retained_bytes=30
PROFILE void body(void)
{
	give(block);
	take(30);
}

// EXPECT: inner calls=1 total_allocs=1 peak_bytes=0 retained_bytes=-1000
PROFILE __attribute__((noinline)) void inner(void)
{
	context_on(&co, stack, sizeof stack, &back);
	makecontext(&co, body, 0);
	swapcontext(&back, &co);
}

// EXPECT: outer calls=1 total_allocs=1 peak_bytes=0 retained_bytes=-1000
PROFILE __attribute__((noinline)) void outer(void)
{
	inner();
}

int main(void)
{
	block = take(1000);
	outer();
	return 0;
}
