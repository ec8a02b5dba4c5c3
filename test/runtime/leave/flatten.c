// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A caller with `flatten` still calls what is profiled: its figures are its own.
// RUN: %memfn_clang -O0 %s -o %t0 && env MEMFN_OUTPUT=%t0.prof %t0 && %expect %t0.prof %s
// RUN: %clang_memfn -O2 %s -o %t2 %link_shared && env MEMFN_OUTPUT=%t2.prof %t2 && %expect %t2.prof %s
#include "../Inputs/take.h"

// EXPECT: leaf calls=6 alloc_bytes=60 own_peak_bytes=60
PROFILE static void leaf(void)
{
	take(10);
}

// EXPECT: middle calls=3 alloc_bytes=300 total_alloc_bytes=330
PROFILE static void middle(void)
{
	take(100);
	leaf();
}

// EXPECT: flat calls=3 alloc_bytes=3000 total_alloc_bytes=3360 peak_bytes=1120
// EXPECT: path flat/middle/leaf calls=3
// EXPECT: path flat/leaf calls=3
PROFILE __attribute__((flatten)) void flat(void)
{
	take(1000);
	middle();
	leaf();
}

__attribute__((flatten)) int main(void)
{
	for (int i = 0; i < 3; i++)
		flat();
	return 0;
}
