// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The bound on the error of the peak where threads start one after the other, after the peak: a thread
// that sleeps may keep as much to itself as was the grain when it last changed anything, however small
// the grain has become. 12,800,000 bytes / 128 / threads: 50,000 for each of two, then 33,333, 25,000.
// RUN: %memfn_clang -O0 %s -o %t0 && env MEMFN_OUTPUT=%t0.prof %t0 && %expect %t0.prof %s
// RUN: %clang_memfn -O2 %s -o %t2 %link_shared && env MEMFN_OUTPUT=%t2.prof %t2 && %expect %t2.prof %s
#include <pthread.h>
#include "../Inputs/take.h"

enum { THREADS = 3 };

static pthread_barrier_t all;

static void *wait(void *argument)
{
	pthread_barrier_wait(&all);
	return argument;
}

// EXPECT: totals peak_bytes=12800000 peak_error_bytes=158333
int main(void)
{
	pthread_t threads[THREADS];
	pthread_barrier_init(&all, NULL, THREADS + 1);
	give(take(12800000));
	for (int i = 0; i < THREADS; i++)
		pthread_create(&threads[i], NULL, wait, NULL);
	pthread_barrier_wait(&all);
	for (int i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
	return 0;
}
