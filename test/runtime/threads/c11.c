// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// C11's threads, which libc makes without the pthread_create that others see.
// RUN: %memfn_clang -O0 %s -o %t0 && env MEMFN_OUTPUT=%t0.prof %t0 && %expect %t0.prof %s
// RUN: %clang_memfn -O2 %s -o %t2 %link_shared && env MEMFN_OUTPUT=%t2.prof %t2 && %expect %t2.prof %s
#include <threads.h>
#include "../Inputs/take.h"

// EXPECT: deep calls=200 primitive_calls=20 alloc_bytes=2000 peak_bytes=100 open_calls=0
PROFILE void deep(int n)
{
	void *block = take(10);
	if (n)
		deep(n - 1);
	give(block);
}

// EXPECT: start calls=20 open_calls=0 total_alloc_bytes=2000
// EXPECT: path starts/<thread>/start/deep calls=20
PROFILE int start(void *argument)
{
	deep(9);
	if (argument)
		thrd_exit(3);
	return 3;
}

// EXPECT: starts calls=20 open_calls=0 total_alloc_bytes>=2000
PROFILE int starts(void *argument)
{
	thrd_t thread;
	int result = 0;
	thrd_create(&thread, start, argument);
	thrd_join(thread, &result);
	return result;
}

/* The first exit of a thread loads libgcc_s, whose blocks would be counted with ours. */
static int warm_up(void *argument)
{
	(void)argument;
	thrd_exit(0);
}

// EXPECT: totals threads=22 open_calls=0
// EXPECT: trust frames_closed=10
int main(void)
{
	int sum = 0;
	thrd_t thread;
	thrd_create(&thread, warm_up, NULL);
	thrd_join(thread, NULL);
	for (int i = 0; i < 20; i++)
		sum += starts(i & 1 ? &sum : NULL);
	return sum != 60;
}
