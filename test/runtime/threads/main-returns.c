// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// main returns while threads are in mid-call: their frames are open, with what they have so far.
// RUN: %memfn_clang -O0 %s -o %t0 && env MEMFN_OUTPUT=%t0.prof %t0 && %expect %t0.prof %s
// RUN: %clang_memfn -O2 %s -o %t2 %link_shared && env MEMFN_OUTPUT=%t2.prof %t2 && %expect %t2.prof %s
#include <pthread.h>
#include <unistd.h>
#include "../Inputs/take.h"

static pthread_barrier_t ready;

// EXPECT: waits calls=3 open_calls=3 alloc_bytes=30 retained_bytes=30 peak_bytes=10
PROFILE void waits(void)
{
	take(10);
	pthread_barrier_wait(&ready);
	for (;;)
		pause();
}

// EXPECT: start calls=3 open_calls=3 alloc_bytes=300 peak_bytes=110 leaked_bytes=300
PROFILE void *start(void *argument)
{
	take(100);
	waits();
	return argument;
}

// EXPECT: process state=exited status=0
// EXPECT: totals threads=4 open_calls=6
int main(void)
{
	pthread_barrier_init(&ready, NULL, 4);
	for (int i = 0; i < 3; i++) {
		pthread_t thread;
		pthread_create(&thread, NULL, start, NULL);
	}
	pthread_barrier_wait(&ready);
	return 0;
}
