// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// siglongjmp from a handler's own stack back to the thread's: all in between has ended.
// RUN: %memfn_clang -O0 %s -o %t0 && env MEMFN_OUTPUT=%t0.prof %t0 && %expect %t0.prof %s
// RUN: %clang_memfn -O2 %s -o %t2 %link_shared && env MEMFN_OUTPUT=%t2.prof %t2 && %expect %t2.prof %s
#include <setjmp.h>
#include <signal.h>
#include "../Inputs/stacks.h"
#include "../Inputs/take.h"

static sigjmp_buf buffer;

// EXPECT: handler calls=10 alloc_bytes=100 open_calls=0
PROFILE void handler(int number)
{
	take(10);
	siglongjmp(buffer, number);
}

// EXPECT: interrupted calls=10 alloc_bytes=1000 open_calls=0 total_alloc_bytes=1100
// EXPECT: path keeper/interrupted/handler calls=10
PROFILE void interrupted(void)
{
	take(100);
	raise(SIGUSR1);
}

// EXPECT: after calls=10 alloc_bytes=10
// EXPECT: path keeper/after calls=10
PROFILE void after(void)
{
	take(1);
}

// EXPECT: keeper calls=10 total_alloc_bytes=1110 open_calls=0 peak_bytes=111
PROFILE void keeper(void)
{
	if (!sigsetjmp(buffer, 1))
		interrupted();
	far_below(after);
}

// EXPECT: trust frames_closed=20
int main(void)
{
	static char stack[65536];
	handle_on(stack, sizeof stack, SIGUSR1, handler);
	for (int i = 0; i < 10; i++)
		keeper();
	return 0;
}
