// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// setcontext back to a getcontext on the same stack leaves frames as longjmp does.
// RUN: %memfn_clang -O0 %s -o %t0 && env MEMFN_OUTPUT=%t0.prof %t0 && %expect %t0.prof %s
// RUN: %clang_memfn -O2 %s -o %t2 %link_shared && env MEMFN_OUTPUT=%t2.prof %t2 && %expect %t2.prof %s
#include <ucontext.h>
#include "../Inputs/take.h"

static ucontext_t context;
static volatile int rounds;

// EXPECT: jumps calls=3 alloc_bytes=30 open_calls=0
PROFILE void jumps(void)
{
	take(10);
	setcontext(&context);
}

// EXPECT: deep calls=4 alloc_bytes=400
// EXPECT: path keeper/deep calls=4
PROFILE void deep(void)
{
	take(100);
}

// EXPECT: keeper calls=1 total_alloc_bytes=430 open_calls=0 peak_bytes=430
PROFILE void keeper(void)
{
	getcontext(&context);
	far_below(deep);
	if (rounds++ < 3)
		jumps();
}

// EXPECT: trust frames_closed=3
int main(void)
{
	keeper();
	return 0;
}
