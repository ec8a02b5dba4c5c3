// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A coroutine forks. In the child it goes on, then another that was waiting, then the stack that both
// were entered from, and frees there what the first one made: the calls open on those two are
// forgotten, what comes on them is not, and later exits of forgotten calls do no harm.
// RUN: %each %clang_memfn %s -- 'MEMFN_OUTPUT=p.out ./prog && %expect p.out %s && %expect p.out.[0-9]* %s:CHILD'
#include <sys/wait.h>
#include <unistd.h>

#include "../Inputs/stacks.h"
#include "../Inputs/take.h"

static ucontext_t back, co[2];
static char stack[2][1 << 16];
static int child;
static void *block;

// EXPECT: resumed calls=2 allocs=2 retained_bytes=40
// CHILD: resumed calls=2 open_calls=0 allocs=2 alloc_bytes=40 peak_bytes=20 retained_bytes=40
// CHILD: path <coroutine>/resumed calls=1
PROFILE void resumed(void)
{
	take(20);
}

// EXPECT: waits calls=1 open_calls=1 allocs=0 retained_bytes=20
// CHILD: waits calls=0 total_allocs=0
PROFILE void waits(void)
{
	swapcontext(&co[1], &back);
	resumed();
	swapcontext(&co[1], &back);
}

// EXPECT: forks calls=1 alloc_bytes=1000 open_calls=1 peak_bytes=1000
// CHILD: forks calls=0 allocs=2 frees=1 alloc_bytes=800 peak_bytes=500
PROFILE void forks(void)
{
	void *kept = take(1000);
	child = fork();
	if (!child) {
		give(take(500));
		block = take(300);
	}
	swapcontext(&co[0], &co[1]);
	give(kept);
}

// EXPECT: enters calls=1 open_calls=0 peak_bytes=0 retained_bytes=0
// CHILD: enters calls=0 total_allocs=0
PROFILE __attribute__((noinline)) void enters(int which)
{
	swapcontext(&back, &co[which]);
}

// EXPECT: process state=exited
// CHILD: process state=exited
// CHILD: totals leaked_bytes=40 peak_bytes=500 alloc_bytes=840 threads=1
// CHILD: trust inherited_frees=0
int main(void)
{
	void (*bodies[])(void) = {forks, waits};
	for (int i = 0; i < 2; i++) {
		context_on(&co[i], stack[i], sizeof stack[i], &back);
		makecontext(&co[i], bodies[i], 0);
	}
	swapcontext(&back, &co[1]);
	enters(0);
	give(block);
	resumed();
	int status = 0;
	return child && (waitpid(child, &status, 0) != child || status);
}
