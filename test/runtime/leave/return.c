// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Every return ends its frame: early ones, from loops, from recursion, of void functions.
// RUN: %memfn_clang -O0 %s -o %t0 && env MEMFN_OUTPUT=%t0.prof %t0 && %expect %t0.prof %s
// RUN: %clang_memfn -O2 %s -o %t2 %link_shared && env MEMFN_OUTPUT=%t2.prof %t2 && %expect %t2.prof %s
#include "../Inputs/take.h"

// EXPECT: early calls=4 primitive_calls=4 open_calls=0 allocs=3 alloc_bytes=60 retained_bytes=60
// EXPECT: early peak_bytes=30
PROFILE void *early(int n)
{
	if (n == 0)
		return NULL;
	for (int i = 1;; i++)
		if (i == n)
			return take(10 * i);
}

// EXPECT: depth calls=6 primitive_calls=1 allocs=6 frees=6 peak_bytes=600 retained_bytes=0
PROFILE int depth(int n)
{
	void *block = take(100);
	int below = n ? depth(n - 1) : 0;
	give(block);
	return below + 1;
}

// EXPECT: nothing calls=1 total_allocs=6 total_alloc_bytes=600 allocs=0
PROFILE void nothing(int n)
{
	if (n)
		depth(5);
}

// EXPECT: totals calls=11 primitive_calls=6 allocs=9 open_calls=0 leaked_bytes=60
int main(void)
{
	for (int i = 0; i < 4; i++)
		early(i);
	nothing(1);
	return 0;
}
