// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A function that is not instrumented itself sets a jump in a coroutine, before anything else has happened
// there since the switch: how deep the frames are is asked of the coroutine's stack, not of the one before.
// REQUIRES: x86_64
// RUN: %memfn_clang -O0 %s -o %t0 && env MEMFN_OUTPUT=%t0.prof %t0 && %expect %t0.prof %s
// RUN: %clang_memfn -O2 %s -o %t2 %link_shared && env MEMFN_OUTPUT=%t2.prof %t2 && %expect %t2.prof %s
#include "../Inputs/stacks.h"
#include "../Inputs/take.h"

static ucontext_t back, co[2];
static void *words[5];

// EXPECT: leave calls=2 open_calls=0 alloc_bytes=20
PROFILE void leave(void)
{
	give(take(10));
	__builtin_longjmp(words, 1);
}

static __attribute__((noinline)) void come_back(void)
{
	if (!__builtin_setjmp(words))
		leave();
}

static void first(void)
{
	come_back();
	swapcontext(&co[0], &back);
}

// EXPECT: outer calls=1 open_calls=0 alloc_bytes=300 peak_bytes=200
PROFILE void outer(void)
{
	give(take(100));
	swapcontext(&co[1], &back);
	come_back();
	give(take(200));
}

// EXPECT: resumes calls=3 open_calls=0 alloc_bytes=0
PROFILE void resumes(int which)
{
	swapcontext(&back, &co[which]);
}

// EXPECT: trust frames_closed=2
int main(void)
{
	static char stacks[2][65536];
	for (int i = 0; i < 2; i++) {
		context_on(&co[i], stacks[i], sizeof stacks[i], &back);
		makecontext(&co[i], i ? outer : first, 0);
	}
	resumes(1);
	resumes(1);
	resumes(0);
	return 0;
}
