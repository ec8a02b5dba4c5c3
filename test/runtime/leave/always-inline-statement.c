// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A call in an always_inline statement is hooked like any other.
// REQUIRES: llvm-ge-16
// RUN: %memfn_clang -std=c2x -O0 %s -o %t0 && env MEMFN_OUTPUT=%t0.prof %t0 && %expect %t0.prof %s
// RUN: %clang_memfn -std=c2x -O2 %s -o %t2 %link_shared && env MEMFN_OUTPUT=%t2.prof %t2
// RUN: %expect %t2.prof %s
#include "../Inputs/take.h"

// EXPECT: leaf calls=8 alloc_bytes=80 peak_bytes=10 open_calls=0
PROFILE static int leaf(int n)
{
	take(10);
	return n;
}

// EXPECT: calls calls=2 alloc_bytes=0 total_alloc_bytes=80 peak_bytes=40
PROFILE int calls(void)
{
	int sum = 0;
	[[clang::always_inline]] sum += leaf(1) + leaf(2);
	for (int i = 0; i < 2; i++)
		[[clang::always_inline]] sum += leaf(i);
	return sum;
}

int main(void)
{
	return calls() + calls() != 8;
}
