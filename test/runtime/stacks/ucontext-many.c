// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Thousands of coroutines, one after the other on stacks that are used again and many at once.
// RUN: %memfn_clang -O0 %s -o %t0 && env MEMFN_OUTPUT=%t0.prof %t0 && %expect %t0.prof %s
// RUN: %clang_memfn -O2 %s -o %t2 %link_shared && env MEMFN_OUTPUT=%t2.prof %t2 && %expect %t2.prof %s
#include "../Inputs/stacks.h"
#include "../Inputs/take.h"

enum { AT_ONCE = 50, ROUNDS = 40 };

static ucontext_t back, co[AT_ONCE];

// EXPECT: body calls=2000 open_calls=0 allocs=2000 frees=2000 alloc_bytes=20000 peak_bytes=10
// EXPECT: body retained_bytes=0 leaked_bytes=0
PROFILE void body(int which)
{
	void *block = take(10);
	swapcontext(&co[which], &back);
	give(block);
}

// EXPECT: <coroutine> calls=2000 open_calls=0
// EXPECT: totals threads=1 open_calls=0
int main(void)
{
	static char stacks[AT_ONCE][32768];
	for (int round = 0; round < ROUNDS; round++) {
		for (int i = 0; i < AT_ONCE; i++) {
			context_on(&co[i], stacks[i], sizeof stacks[i], &back);
			makecontext(&co[i], (void (*)(void))body, 1, i);
			swapcontext(&back, &co[i]);
		}
		for (int i = 0; i < AT_ONCE; i++)
			swapcontext(&back, &co[i]);
	}
	return 0;
}
