// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// main ends by pthread_exit, and another thread goes on and ends the process.
// RUN: %memfn_clang -O0 %s -o %t0 && env MEMFN_OUTPUT=%t0.prof %t0 && %expect %t0.prof %s
// RUN: %clang_memfn -O2 %s -o %t2 %link_shared && env MEMFN_OUTPUT=%t2.prof %t2 && %expect %t2.prof %s
#include <pthread.h>
#include <unistd.h>
#include "../Inputs/take.h"

static pthread_t first;

// EXPECT: late calls=50 open_calls=0 allocs=50 alloc_bytes=500
PROFILE void late(void)
{
	take(10);
}

// EXPECT: start calls=1 total_alloc_bytes=500
PROFILE void *start(void *argument)
{
	pthread_join(first, NULL);
	for (int i = 0; i < 50; i++)
		late();
	return argument;
}

// EXPECT: leaves calls=1 open_calls=0 alloc_bytes>=1
PROFILE void leaves(void)
{
	take(1);
	pthread_exit(NULL);
}

// EXPECT: process state=exited status=0
// EXPECT: totals threads=2 open_calls=0
// EXPECT: trust frames_closed=1
int main(void)
{
	pthread_t thread;
	first = pthread_self();
	pthread_create(&thread, NULL, start, NULL);
	leaves();
	return 1;
}
