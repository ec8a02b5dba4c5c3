// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// __builtin_longjmp out of nested calls ends their frames; what follows is charged to the function
// that runs, though a dead frame would hide under a deeper call.
// REQUIRES: x86_64
// RUN: %memfn_clang -O0 %s -o %t0 && env MEMFN_OUTPUT=%t0.prof %t0 && %expect %t0.prof %s
// RUN: %clang_memfn -O2 %s -o %t2 %link_shared && env MEMFN_OUTPUT=%t2.prof %t2 && %expect %t2.prof %s
#include "../Inputs/take.h"

static void *buffer[5];

// EXPECT: inner calls=2 alloc_bytes=20 open_calls=0 peak_bytes=10
PROFILE void inner(void)
{
	take(10);
	__builtin_longjmp(buffer, 1);
}

// EXPECT: outer calls=2 alloc_bytes=200 total_alloc_bytes=220 open_calls=0
PROFILE void outer(void)
{
	take(100);
	inner();
}

// EXPECT: after calls=2 alloc_bytes=6 total_alloc_bytes=6
// EXPECT: path jumps/after calls=2
PROFILE void after(void)
{
	take(3);
}

// EXPECT: jumps calls=2 alloc_bytes=2000 total_alloc_bytes=2226 open_calls=0
PROFILE void jumps(void)
{
	if (__builtin_setjmp(buffer) == 0)
		outer();
	far_below(after);
	take(1000);
}

// EXPECT: trust frames_closed=4
int main(void)
{
	jumps();
	jumps();
	return 0;
}
