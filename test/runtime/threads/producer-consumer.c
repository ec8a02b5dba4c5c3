// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A producer and a consumer: what one allocates and the other frees, at full speed, is counted once.
// RUN: %memfn_clang -O0 %s -o %t0 && env MEMFN_OUTPUT=%t0.prof %t0 && %expect %t0.prof %s
// RUN: %clang_memfn -O2 %s -o %t2 %link_shared && env MEMFN_OUTPUT=%t2.prof %t2 && %expect %t2.prof %s
#include <pthread.h>
#include <stdatomic.h>
#include <sched.h>
#include "../Inputs/take.h"

enum { ITEMS = 20000, SLOTS = 16 };

static void *_Atomic ring[SLOTS];

// EXPECT: produces calls=1 open_calls=0 allocs=20000 alloc_bytes=990000 frees=0
// EXPECT: produces leaked_bytes=0 temp_allocs=0 peak_bytes<=990000
PROFILE void *produces(void *argument)
{
	for (int i = 0; i < ITEMS; i++) {
		void *item = take(i % 100);
		while (ring[i % SLOTS])
			sched_yield();
		ring[i % SLOTS] = item;
	}
	return argument;
}

// EXPECT: frees calls=20000 open_calls=0 allocs=0 frees=20000 freed_bytes=990000 retained_bytes=0
PROFILE void frees(void *item)
{
	give(item);
}

// EXPECT: consumes calls=1 open_calls=0 frees=0 peak_bytes=0 retained_bytes=0
PROFILE void *consumes(void *argument)
{
	for (int i = 0; i < ITEMS; i++) {
		while (!ring[i % SLOTS])
			sched_yield();
		frees(ring[i % SLOTS]);
		ring[i % SLOTS] = NULL;
	}
	return argument;
}

// EXPECT: totals threads=3 open_calls=0 calls=20002
int main(void)
{
	pthread_t producer, consumer;
	pthread_create(&producer, NULL, produces, NULL);
	pthread_create(&consumer, NULL, consumes, NULL);
	pthread_join(producer, NULL);
	pthread_join(consumer, NULL);
	return 0;
}
