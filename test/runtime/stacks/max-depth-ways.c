// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Dropped frames that are left by longjmp, or call what is followed again, upset nothing.
// RUN: %memfn_clang -O0 %s -o %t0
// RUN: env MEMFN_OPTIONS=max_depth=4500 MEMFN_OUTPUT=%t0.prof %t0 && %expect %t0.prof %s
// RUN: %clang_memfn -O2 %s -o %t2 %link_shared
// RUN: env MEMFN_OPTIONS=max_depth=4500 MEMFN_OUTPUT=%t2.prof %t2 && %expect %t2.prof %s
#include <setjmp.h>
#include "../Inputs/take.h"

static jmp_buf buffer;

// EXPECT: deep primitive_calls=10 open_calls=0
PROFILE int deep(int n, int jumps)
{
	if (n)
		return deep(n - 1, jumps) + 1;
	if (jumps)
		longjmp(buffer, 1);
	return 1;
}

// EXPECT: after calls=10 alloc_bytes=100 open_calls=0
// EXPECT: path runs/after calls=10
PROFILE void after(void)
{
	take(10);
}

// EXPECT: runs calls=10 open_calls=0 total_alloc_bytes=100 peak_bytes=10
// EXPECT: trust dropped_calls>=4990 dropped_calls<=5100 frames_closed>=4400
PROFILE void runs(int jumps)
{
	if (!setjmp(buffer))
		deep(4999, jumps);
	after();
}

int main(void)
{
	for (int i = 0; i < 10; i++)
		runs(i & 1);
	return 0;
}
