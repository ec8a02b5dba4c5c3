// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// An always_inline function that is profiled keeps frames of its own within its host's.
// RUN: %memfn_clang -O0 %s -o %t0 && env MEMFN_OUTPUT=%t0.prof %t0 && %expect %t0.prof %s
// RUN: %clang_memfn -O2 %s -o %t2 %link_shared && env MEMFN_OUTPUT=%t2.prof %t2 && %expect %t2.prof %s
#include "../Inputs/take.h"

// EXPECT: leaf calls=4 alloc_bytes=40
PROFILE void leaf(void)
{
	take(10);
}

// EXPECT: inlined calls=4 alloc_bytes=400 total_alloc_bytes=440 peak_bytes=110
PROFILE static inline __attribute__((always_inline)) void inlined(void)
{
	take(100);
	leaf();
}

// EXPECT: twice calls=2 alloc_bytes=0 total_alloc_bytes=440
// EXPECT: path host/twice/inlined/leaf calls=4
PROFILE static inline __attribute__((always_inline)) void twice(void)
{
	inlined();
	inlined();
}

// EXPECT: host calls=2 alloc_bytes=2000 total_alloc_bytes=2440 open_calls=0
PROFILE void host(void)
{
	twice();
	take(1000);
}

int main(void)
{
	host();
	host();
	return 0;
}
