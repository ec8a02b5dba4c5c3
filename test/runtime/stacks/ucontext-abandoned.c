// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A coroutine that is never resumed stays open; a stack that is used again begins anew.
// RUN: %memfn_clang -O0 %s -o %t0 && env MEMFN_OUTPUT=%t0.prof %t0 && %expect %t0.prof %s
// RUN: %clang_memfn -O2 %s -o %t2 %link_shared && env MEMFN_OUTPUT=%t2.prof %t2 && %expect %t2.prof %s
#include "../Inputs/stacks.h"
#include "../Inputs/take.h"

static ucontext_t back, co;
static char stack[65536];

// EXPECT: gives_up calls=5 open_calls=1 alloc_bytes=50
PROFILE void gives_up(void)
{
	take(10);
	swapcontext(&co, &back);
}

// EXPECT: body calls=5 open_calls=1 alloc_bytes=500 total_alloc_bytes=550 peak_bytes=110
PROFILE void body(void)
{
	take(100);
	gives_up();
}

// EXPECT: starts calls=5 open_calls=0 alloc_bytes=5000 peak_bytes=1000
PROFILE void starts(void)
{
	context_on(&co, stack, sizeof stack, &back);
	makecontext(&co, body, 0);
	swapcontext(&back, &co);
	take(1000);
}

// EXPECT: trust frames_closed=8
int main(void)
{
	for (int i = 0; i < 5; i++)
		starts();
	return 0;
}
