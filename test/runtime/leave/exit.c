// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// exit in mid-call: the frames are open, with what they have so far; atexit handlers run above them.
// RUN: %memfn_clang -O0 %s -o %t0 && env MEMFN_OUTPUT=%t0.prof not %t0 && %expect %t0.prof %s
// RUN: %clang_memfn -O2 %s -o %t2 %link_shared && env MEMFN_OUTPUT=%t2.prof not %t2
// RUN: %expect %t2.prof %s
#include "../Inputs/take.h"

// EXPECT: inner calls=1 open_calls=1 alloc_bytes=10 peak_bytes=13 retained_bytes=13 min_ns=null max_ns=null
PROFILE void inner(void)
{
	take(10);
	exit(5);
}

// EXPECT: outer calls=2 open_calls=1 alloc_bytes=200 total_alloc_bytes=213 max_ns>=1
PROFILE void outer(int leaves)
{
	take(100);
	if (leaves)
		inner();
}

// EXPECT: handler calls=1 open_calls=0 alloc_bytes=3
// EXPECT: path outer/inner/handler calls=1
PROFILE void handler(void)
{
	take(3);
}

// EXPECT: process state=exited status=5
// EXPECT: totals open_calls=2
int main(void)
{
	atexit(handler);
	outer(0);
	outer(1);
	return 0;
}
