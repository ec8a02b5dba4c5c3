// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// siglongjmp from a handler's own stack to a caller that was compiled without the plugin: what was
// interrupted has ended, though a deeper call hides it.
// RUN: %clang -DPLAIN -O2 -c %s -o %t.plain.o
// RUN: %memfn_clang -O0 %s %t.plain.o -o %t0 && env MEMFN_OUTPUT=%t0.prof %t0 && %expect %t0.prof %s
// RUN: %clang_memfn -O2 %s %t.plain.o -o %t2 %link_shared
// RUN: env MEMFN_OUTPUT=%t2.prof %t2 && %expect %t2.prof %s
#include <setjmp.h>
#include <signal.h>
#include "../Inputs/stacks.h"
#include "../Inputs/take.h"

extern sigjmp_buf buffer;
void handler(int), interrupted(void), deep(void);

#ifdef PLAIN
sigjmp_buf buffer;

int main(void)
{
	static char stack[65536];
	handle_on(stack, sizeof stack, SIGUSR1, handler);
	for (volatile int i = 0; i < 10; i++) {
		if (!sigsetjmp(buffer, 1))
			interrupted();
		far_below(deep);
	}
	return 0;
}
#else
// EXPECT: handler calls=10 alloc_bytes=100 open_calls=0
// EXPECT: path interrupted/handler calls=10
PROFILE void handler(int number)
{
	take(10);
	siglongjmp(buffer, number);
}

// EXPECT: interrupted calls=10 alloc_bytes=1000 open_calls=0 total_alloc_bytes=1100
PROFILE void interrupted(void)
{
	take(100);
	raise(SIGUSR1);
}

// EXPECT: deep calls=10 alloc_bytes=10 peak_bytes=1
// EXPECT: path deep calls=10
PROFILE void deep(void)
{
	take(1);
}
#endif
// EXPECT: trust frames_closed=20
