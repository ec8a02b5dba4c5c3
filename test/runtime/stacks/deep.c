// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A recursion a million deep: its figures are right, its paths few.
// RUN: %memfn_clang -O0 %s -o %t0 && env MEMFN_OUTPUT=%t0.prof %t0 && %expect %t0.prof %s
// RUN: %clang_memfn -O2 %s -o %t2 %link_shared && env MEMFN_OUTPUT=%t2.prof %t2 && %expect %t2.prof %s
#include "../Inputs/stacks.h"
#include "../Inputs/take.h"

// EXPECT: deep calls=1000000 primitive_calls=1 open_calls=0 allocs=1000 alloc_bytes=10000
// EXPECT: deep peak_bytes=10000 retained_bytes=0 frees=1000
PROFILE int deep(int n)
{
	void *block = n % 1000 ? NULL : take(10);
	int below = n ? deep(n - 1) : 0;
	give(block);
	return below + 1;
}

static void *start(void *result)
{
	*(int *)result = deep(999999);
	return NULL;
}

// EXPECT: paths count<=4
// EXPECT: totals calls=1000000
int main(void)
{
	int result;
	run_on((size_t)1 << 30, start, &result);
	return result != 1000000;
}
