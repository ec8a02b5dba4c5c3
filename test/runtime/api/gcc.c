// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Code that gcc compiled has regions too.
// RUN: %host_cc -O2 -I%include -c %s -o %t.o && %clang %t.o -o %t %link_static
// RUN: env MEMFN_OUTPUT=%t.prof %t && %expect %t.prof %s
// RUN: %host_cc -x c++ -O2 -I%include %s -x none -o %t2 -lstdc++ %link_shared
// RUN: env MEMFN_OUTPUT=%t2.prof %t2 && %expect %t2.prof %s
#include <memfn/memfn.h>

#include "../Inputs/take.h"

static void __attribute__((noinline)) work(int n)
{
	MEMFN_SCOPE("work");
	take(10);
	if (n)
		work(n - 1);
}

// EXPECT: all calls=1 alloc_bytes=5 total_alloc_bytes=35 peak_bytes=35
// EXPECT: work calls=3 primitive_calls=1 alloc_bytes=30
// EXPECT: path all/work calls=1
int main(void)
{
	MEMFN_SCOPE("all");
	take(5);
	work(2);
	return 0;
}
