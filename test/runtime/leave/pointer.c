// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A profiled function that is called through a pointer, which the optimiser sees through later, has
// frames of its own: it is not inlined into a caller whose frame it would end.
// RUN: %memfn_clang -O0 %s -o %t0 && env MEMFN_OUTPUT=%t0.prof %t0 && %expect %t0.prof %s
// RUN: %clang_memfn -O2 %s -o %t2 %link_shared && env MEMFN_OUTPUT=%t2.prof %t2 && %expect %t2.prof %s
#include "../Inputs/take.h"

// EXPECT: callee calls=6 alloc_bytes=60 peak_bytes=10
// EXPECT: path caller/callee calls=6
PROFILE static void callee(void)
{
	take(10);
}

static inline void apply(void (*function)(void), int times)
{
	for (int i = 0; i < times; i++)
		function();
}

// EXPECT: caller calls=2 open_calls=0 alloc_bytes=2000 total_alloc_bytes=2060 peak_bytes=1030
PROFILE void caller(void)
{
	void (*function)(void) = callee;
	apply(function, 2);
	take(1000);
	apply(function, 1);
}

// EXPECT: totals open_calls=0
int main(void)
{
	caller();
	caller();
	return 0;
}
