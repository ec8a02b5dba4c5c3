// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// siglongjmp out of a profiled signal handler ends the handler's frames and what it interrupted.
// RUN: %memfn_clang -O0 %s -o %t0 && env MEMFN_OUTPUT=%t0.prof %t0 && %expect %t0.prof %s
// RUN: %clang_memfn -O2 %s -o %t2 %link_shared && env MEMFN_OUTPUT=%t2.prof %t2 && %expect %t2.prof %s
#include <setjmp.h>
#include <signal.h>
#include "../Inputs/take.h"

static sigjmp_buf buffer;

// EXPECT: handler calls=5 alloc_bytes=50 open_calls=0
// EXPECT: path keeper/interrupted/handler calls=5
PROFILE void handler(int number)
{
	take(10);
	siglongjmp(buffer, number);
}

// EXPECT: interrupted calls=5 alloc_bytes=500 total_alloc_bytes=550 open_calls=0
PROFILE void interrupted(void)
{
	take(100);
	raise(SIGUSR1);
}

// EXPECT: deep calls=5
// EXPECT: path keeper/deep calls=5
PROFILE void deep(void)
{
}

// EXPECT: keeper calls=5 alloc_bytes=5000 total_alloc_bytes=5550 peak_bytes=1110 open_calls=0
PROFILE void keeper(void)
{
	if (!sigsetjmp(buffer, 1))
		interrupted();
	far_below(deep);
	take(1000);
}

// EXPECT: trust frames_closed=10
int main(void)
{
	signal(SIGUSR1, handler);
	for (int i = 0; i < 5; i++)
		keeper();
	return 0;
}
