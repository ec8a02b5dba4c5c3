// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Detached threads, which nobody joins, count as any others.
// RUN: %memfn_clang -O0 %s -o %t0 && env MEMFN_OUTPUT=%t0.prof %t0 && %expect %t0.prof %s
// RUN: %clang_memfn -O2 %s -o %t2 %link_shared && env MEMFN_OUTPUT=%t2.prof %t2 && %expect %t2.prof %s
#include <pthread.h>
#include <semaphore.h>
#include "../Inputs/take.h"

static sem_t done;

// EXPECT: work calls=100 allocs=200 alloc_bytes=1000 frees=200 peak_bytes=10 retained_bytes=0
PROFILE void work(void)
{
	void *block = take(4);
	give(take(6));
	give(block);
}

static void *start(void *argument)
{
	work();
	sem_post(&done);
	return argument;
}

// EXPECT: totals threads=101 calls=100 open_calls=0
int main(void)
{
	pthread_attr_t attributes;
	pthread_attr_init(&attributes);
	pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
	sem_init(&done, 0, 0);
	for (int i = 0; i < 100; i++) {
		pthread_t thread;
		pthread_create(&thread, &attributes, start, NULL);
		if (i % 8 == 7)
			for (int j = 0; j < 8; j++)
				sem_wait(&done);
	}
	for (int j = 0; j < 4; j++)
		sem_wait(&done);
	return 0;
}
