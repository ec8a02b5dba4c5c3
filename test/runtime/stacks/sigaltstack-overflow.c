// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The machine stack overflows in a profiled recursion; a handler on a stack of its own jumps out, and
// the program goes on with its figures right.
// RUN: %memfn_clang -O0 %s -o %t0 && (ulimit -s 1024; env MEMFN_OUTPUT=%t0.prof %t0) && %expect %t0.prof %s
// RUN: %clang_memfn -O2 %s -o %t2 %link_shared
// RUN: (ulimit -s 1024; env MEMFN_OUTPUT=%t2.prof %t2) && %expect %t2.prof %s
#include <setjmp.h>
#include <signal.h>
#include "../Inputs/stacks.h"
#include "../Inputs/take.h"

static sigjmp_buf buffer;

// EXPECT: handler calls=3 open_calls=0 alloc_bytes=30
PROFILE void handler(int number)
{
	take(10);
	siglongjmp(buffer, number);
}

// EXPECT: endless calls>=1000 primitive_calls=3 open_calls=0
PROFILE int endless(volatile int *n)
{
	volatile int here[20] = { *n };
	return endless(here) + here[1];
}

// EXPECT: keeper calls=3 alloc_bytes=300 total_alloc_bytes=330 open_calls=0
PROFILE void keeper(void)
{
	volatile int n = 1;
	if (!sigsetjmp(buffer, 1))
		endless(&n);
	else
		take(100);
}

// EXPECT: trust frames_closed>=1000
int main(void)
{
	static char stack[65536];
	handle_on(stack, sizeof stack, SIGSEGV, handler);
	for (int i = 0; i < 3; i++)
		keeper();
	return 0;
}
