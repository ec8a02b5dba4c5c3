// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// setjmp in a caller that is not profiled but was compiled with the plugin.
// RUN: %memfn_clang -O0 %s -o %t0 && env MEMFN_OUTPUT=%t0.prof %t0 && %expect %t0.prof %s
// RUN: %clang_memfn -O2 %s -o %t2 %link_shared && env MEMFN_OUTPUT=%t2.prof %t2 && %expect %t2.prof %s
#include <setjmp.h>
#include "../Inputs/take.h"

static jmp_buf buffer;

// EXPECT: thrower calls=2 alloc_bytes=2 open_calls=0
PROFILE void thrower(int n)
{
	take(1);
	longjmp(buffer, n);
}

// EXPECT: deep calls=2 alloc_bytes=200
// EXPECT: path deep calls=2
PROFILE void deep(void)
{
	take(100);
}

// EXPECT: trust frames_closed=2
// EXPECT: totals calls=4 open_calls=0
int main(void)
{
	int times = setjmp(buffer);
	if (times) {
		far_below(deep);
		take(1000);
	}
	if (times < 2)
		thrower(times + 1);
	return 0;
}
