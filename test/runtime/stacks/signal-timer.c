// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Signals as fast as a timer can send them, in the middle of hooks and of malloc's books: every
// figure of the interrupted code holds, and every call of the handler is counted.
// RUN: %memfn_clang -O0 %s -o %t0 && env MEMFN_OUTPUT=%t0.prof %t0 > %t0.expect
// RUN: %expect %t0.prof %s %t0.expect
// RUN: %clang_memfn -O2 %s -o %t2 %link_shared && env MEMFN_OUTPUT=%t2.prof %t2 > %t2.expect
// RUN: %expect %t2.prof %s %t2.expect
#include <signal.h>
#include <stdio.h>
#include <sys/time.h>
#include <unistd.h>
#include "../Inputs/take.h"

static volatile long handled;

PROFILE void in_handler(int n)
{
	handled++;
	if (n)
		in_handler(n - 1);
}

PROFILE void handler(int number)
{
	(void)number;
	in_handler(1);
}

// EXPECT: leaf calls=400000 open_calls=0 allocs=200000 frees=200000 alloc_bytes=2000000
// EXPECT: leaf peak_bytes=10 retained_bytes=0 own_peak_bytes=10 temp_allocs=200000
PROFILE void leaf(int n)
{
	if (n & 1)
		give(take(10));
}

// EXPECT: work calls=400 open_calls=0 allocs=400 peak_bytes=110 total_alloc_bytes=2040000
PROFILE void work(void)
{
	void *block = take(100);
	for (int i = 0; i < 1000; i++)
		leaf(i);
	give(block);
}

// EXPECT: totals peak_bytes=110 leaked_bytes=0 open_calls=0
int main(void)
{
	struct itimerval often = { { 0, 25 }, { 0, 25 } }, never = { { 0, 0 }, { 0, 0 } };
	char text[200];
	signal(SIGALRM, handler);
	setitimer(ITIMER_REAL, &often, NULL);
	for (int i = 0; i < 400; i++)
		work();
	setitimer(ITIMER_REAL, &never, NULL);
	int n = snprintf(text, sizeof text,
			 "EXPECT: in_handler calls=%ld primitive_calls=%ld\nEXPECT: handler calls=%ld\n",
			 handled, handled / 2, handled / 2);
	return write(1, text, n) != n || handled < 20;
}
