// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// _exit in mid-call leaves a profile with everything up to then.
// RUN: %memfn_clang -O0 %s -o %t0 && env MEMFN_OUTPUT=%t0.prof not %t0 && %expect %t0.prof %s
// RUN: %clang_memfn -O2 %s -o %t2 %link_shared && env MEMFN_OUTPUT=%t2.prof not %t2
// RUN: %expect %t2.prof %s
#include <unistd.h>
#include "../Inputs/take.h"

// EXPECT: inner calls=1 open_calls=1 alloc_bytes=10 peak_bytes=10
PROFILE void inner(void)
{
	take(10);
	_exit(7);
}

// EXPECT: outer calls=1 open_calls=1 alloc_bytes=100 frees=1 total_alloc_bytes=110 peak_bytes=100
PROFILE void outer(void)
{
	give(take(100));
	inner();
}

// EXPECT: totals open_calls=2 leaked_bytes=10 leaked_blocks=1
// EXPECT: process state=exited status=7
int main(void)
{
	outer();
	return 0;
}
