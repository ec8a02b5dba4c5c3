// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A handler with a stack of its own interrupts a coroutine: its frames nest in the coroutine's.
// RUN: %memfn_clang -O0 %s -o %t0 && env MEMFN_OUTPUT=%t0.prof %t0 && %expect %t0.prof %s
// RUN: %clang_memfn -O2 %s -o %t2 %link_shared && env MEMFN_OUTPUT=%t2.prof %t2 && %expect %t2.prof %s
#include <signal.h>
#include "../Inputs/stacks.h"
#include "../Inputs/take.h"

static ucontext_t back, co;

// EXPECT: handler calls=4 alloc_bytes=4 open_calls=0
// EXPECT: path runs/<coroutine>/body/handler calls=4
PROFILE void handler(int number)
{
	take(1);
	(void)number;
}

// EXPECT: body calls=2 open_calls=0 alloc_bytes=80 total_alloc_bytes=84 peak_bytes=42
PROFILE void body(void)
{
	for (int i = 0; i < 2; i++) {
		take(10);
		raise(SIGUSR1);
		take(10);
		swapcontext(&co, &back);
	}
}

// EXPECT: runs calls=2 open_calls=0 alloc_bytes=600 peak_bytes=300 total_alloc_bytes=684
PROFILE void runs(void)
{
	static char stack[65536];
	context_on(&co, stack, sizeof stack, &back);
	makecontext(&co, body, 0);
	for (int i = 0; i < 3; i++) {
		swapcontext(&back, &co);
		take(100);
	}
}

int main(void)
{
	static char stack[65536];
	handle_on(stack, sizeof stack, SIGUSR1, handler);
	runs();
	runs();
	return 0;
}
