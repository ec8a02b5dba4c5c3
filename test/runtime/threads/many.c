// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Two hundred threads at once, each some calls deep.
// RUN: %memfn_clang -O0 %s -o %t0 && env MEMFN_OUTPUT=%t0.prof %t0 && %expect %t0.prof %s
// RUN: %clang_memfn -O2 %s -o %t2 %link_shared && env MEMFN_OUTPUT=%t2.prof %t2 && %expect %t2.prof %s
#include <pthread.h>
#include "../Inputs/take.h"

enum { THREADS = 200 };

static pthread_barrier_t all;

// EXPECT: deep calls=1000 primitive_calls=200 open_calls=0 allocs=1000 alloc_bytes=10000 frees=1000
// EXPECT: deep peak_bytes=50 retained_bytes=0 leaked_bytes=0
PROFILE void deep(int n)
{
	void *block = take(10);
	if (n) {
		deep(n - 1);
	} else {
		pthread_barrier_wait(&all);
		pthread_barrier_wait(&all);
	}
	give(block);
}

static void *start(void *argument)
{
	deep(4);
	return argument;
}

// EXPECT: totals threads=201 calls=1000 primitive_calls=200 open_calls=0 peak_bytes>=1000
// EXPECT: path <thread>/deep calls=200
int main(void)
{
	pthread_t threads[THREADS];
	pthread_barrier_init(&all, NULL, THREADS);
	for (int i = 0; i < THREADS; i++)
		if (pthread_create(&threads[i], NULL, start, NULL))
			return 1;
	for (int i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
	return 0;
}
