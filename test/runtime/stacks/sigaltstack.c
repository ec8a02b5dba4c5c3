// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A handler on a stack of its own, above or below the thread's: its frames nest in what it interrupts.
// RUN: %memfn_clang -O0 %s -o %t0 && env MEMFN_OUTPUT=%t0.prof %t0 && %expect %t0.prof %s
// RUN: %clang_memfn -O2 %s -o %t2 %link_shared && env MEMFN_OUTPUT=%t2.prof %t2 && %expect %t2.prof %s
#include <signal.h>
#include "../Inputs/stacks.h"
#include "../Inputs/take.h"

// EXPECT: in_handler calls=20 alloc_bytes=20 open_calls=0 peak_bytes=1
// EXPECT: path outer/inner/handler/in_handler calls=20
PROFILE void in_handler(void)
{
	give(take(1));
}

// EXPECT: handler calls=10 alloc_bytes=100 total_alloc_bytes=120 open_calls=0 peak_bytes=11
PROFILE void handler(int number)
{
	void *block = take(10);
	in_handler();
	in_handler();
	give(block);
	(void)number;
}

// EXPECT: inner calls=10 alloc_bytes=2000 total_alloc_bytes=2120 open_calls=0 peak_bytes=200
PROFILE void inner(void)
{
	void *block = take(100);
	raise(SIGUSR1);
	give(take(100));
	give(block);
}

// EXPECT: outer calls=10 alloc_bytes=10000 total_alloc_bytes=12120 open_calls=0 peak_bytes=1000
// EXPECT: path outer/inner calls=10
PROFILE void outer(void)
{
	inner();
	give(take(1000));
}

// EXPECT: totals open_calls=0 threads=1 leaked_bytes=0
int main(void)
{
	static char below[65536];
	char above[65536];
	for (int i = 0; i < 10; i++) {
		handle_on(i & 1 ? below : above, sizeof below, SIGUSR1, handler);
		outer();
	}
	return 0;
}
