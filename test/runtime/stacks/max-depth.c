// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Deeper calls than max_depth are counted as dropped; every other figure is right, the dropped
// calls' allocations are the last followed frame's.
// RUN: %memfn_clang -O0 %s -o %t0
// RUN: env MEMFN_OPTIONS=max_depth=5000 MEMFN_OUTPUT=%t0.prof %t0 && %expect %t0.prof %s
// RUN: %clang_memfn -O2 %s -o %t2 %link_shared
// RUN: env MEMFN_OPTIONS=max_depth=5000 MEMFN_OUTPUT=%t2.prof %t2 && %expect %t2.prof %s
#include "../Inputs/take.h"

// EXPECT: deep calls>=14990 calls<=15003 primitive_calls=3 open_calls=0
// EXPECT: deep allocs=3003 alloc_bytes=30030 frees=3003 peak_bytes=10010 retained_bytes=0
PROFILE int deep(int n)
{
	void *block = n % 10 ? NULL : take(10);
	int below = n ? deep(n - 1) : 0;
	give(block);
	return below + 1;
}

// EXPECT: after calls=3 alloc_bytes=30 open_calls=0
// EXPECT: path runs/after calls=3
PROFILE void after(void)
{
	take(10);
}

// EXPECT: runs calls=3 open_calls=0 total_alloc_bytes=30060 peak_bytes=10010
// EXPECT: trust dropped_calls>=15000 dropped_calls<=15013
PROFILE void runs(void)
{
	deep(10000);
	after();
}

int main(void)
{
	for (int i = 0; i < 3; i++)
		runs();
	return 0;
}
