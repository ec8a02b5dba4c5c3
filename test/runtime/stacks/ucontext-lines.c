// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// After a switch, allocations are charged to the lines of the coroutine that runs.
// RUN: %memfn_clang -O0 %s -o %t0 && env MEMFN_OUTPUT=%t0.prof %t0 && %expect %t0.prof %s
// RUN: %clang_memfn -g -O2 %s -o %t2 %link_shared && env MEMFN_OUTPUT=%t2.prof %t2 && %expect %t2.prof %s
// RUN: grep -n '^.take(7)' %s | sed 's/\([0-9]*\):.*/EXPECT: line \1 allocs=4 alloc_bytes=28/' > %t.lines
// RUN: grep -n '^..take(9)' %s | sed 's/\([0-9]*\):.*/EXPECT: line \1 allocs=4 alloc_bytes=36/' >> %t.lines
// RUN: %expect %t0.prof %t.lines && %expect %t2.prof %t.lines
#include "../Inputs/stacks.h"
#include "../Inputs/take.h"

static ucontext_t back, co;

// EXPECT: inner calls=4 alloc_bytes=28
PROFILE void inner(void)
{
	swapcontext(&co, &back);
	take(7); // the line it is about
}

PROFILE void body(void)
{
	for (int i = 0; i < 4; i++)
		inner();
}

// EXPECT: loop calls=1 alloc_bytes=36
PROFILE void loop(void)
{
	for (int i = 0; i < 4; i++) {
		swapcontext(&back, &co);
		take(9);
	}
	swapcontext(&back, &co);
}

int main(void)
{
	static char stack[65536];
	context_on(&co, stack, sizeof stack, &back);
	makecontext(&co, body, 0);
	loop();
	return 0;
}
