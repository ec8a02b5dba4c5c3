// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// quick_exit in mid-call: its handlers count, the profile has all up to then.
// RUN: %memfn_clang -O0 %s -o %t0 && env MEMFN_OUTPUT=%t0.prof not %t0 && %expect %t0.prof %s
// RUN: %clang_memfn -O2 %s -o %t2 %link_shared && env MEMFN_OUTPUT=%t2.prof not %t2
// RUN: %expect %t2.prof %s
#include "../Inputs/take.h"

// EXPECT: inner calls=1 open_calls=1 alloc_bytes=10
PROFILE void inner(void)
{
	take(10);
	quick_exit(6);
}

// EXPECT: outer calls=1 open_calls=1 alloc_bytes=100 total_alloc_bytes=113
PROFILE void outer(void)
{
	take(100);
	inner();
}

// EXPECT: process state=exited status=6
// EXPECT: handler calls=1 open_calls=0 alloc_bytes=3
PROFILE void handler(void)
{
	take(3);
}

int main(void)
{
	at_quick_exit(handler);
	outer();
	return 0;
}
