// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// More paths than max_paths: the functions' own figures stay exact, and the footer says how many
// calls have no path.
// RUN: %each %clang_memfn %s -- 'MEMFN_OPTIONS=max_paths=100 MEMFN_OUTPUT=p.out ./prog && %expect p.out %s && %memreport p.out | FileCheck %s'
// CHECK: 8,190 calls of 24 functions
// CHECK: 1 thread; {{.*}}8,0{{[0-9][0-9]}} calls without a path
#include "../Inputs/paths.h"

// EXPECT: totals calls=8190 alloc_bytes=122850 leaked_bytes=0
// EXPECT: left1 calls=2048 alloc_bytes=20480 frees=2048 own_peak_bytes=10
// EXPECT: right1 calls=2048 alloc_bytes=40960 frees=2048 own_peak_bytes=20
// EXPECT: left12 calls=1 peak_bytes=20
// EXPECT: trust pathless_calls>=8000 dropped_calls=0
int main(void)
{
	walk();
	return 0;
}
