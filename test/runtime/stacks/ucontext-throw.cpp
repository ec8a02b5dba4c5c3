// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Exceptions within coroutines, caught there, while others wait in mid-call.
// RUN: %memfn_clangxx -O0 %s -o %t0 && env MEMFN_OUTPUT=%t0.prof %t0 && %expect %t0.prof %s
// RUN: %clangxx_memfn -O2 %s -o %t2 %link_shared && env MEMFN_OUTPUT=%t2.prof %t2 && %expect %t2.prof %s
#include "../Inputs/stacks.h"
#include "../Inputs/take.h"

static ucontext_t back, co[3];

// EXPECT: fails calls=6 open_calls=0
PROFILE void fails(int which)
{
	swapcontext(&co[which], &back);
	throw which;
}

// EXPECT: after calls=6 alloc_bytes=60
// EXPECT: path <coroutine>/body/after calls=6
PROFILE void after()
{
	take(10);
}

// EXPECT: body calls=3 open_calls=0
PROFILE void body(int which)
{
	for (int i = 0; i < 2; i++) {
		try {
			fails(which);
		} catch (int) {
		}
		after();
	}
}

// EXPECT: totals open_calls=0
int main()
{
	static char stacks[3][65536];
	for (int i = 0; i < 3; i++) {
		context_on(&co[i], stacks[i], sizeof stacks[i], &back);
		makecontext(&co[i], reinterpret_cast<void (*)()>(body), 1, i);
	}
	for (int round = 0; round < 3; round++)
		for (int i = 0; i < 3; i++)
			swapcontext(&back, &co[i]);
}
