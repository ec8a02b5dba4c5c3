// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Cancelled at a cancellation point and asynchronously: the frames end, cleanup handlers count.
// RUN: %memfn_clang -O0 %s -o %t0 && env MEMFN_OUTPUT=%t0.prof %t0 && %expect %t0.prof %s
// RUN: %clang_memfn -O2 %s -o %t2 %link_shared && env MEMFN_OUTPUT=%t2.prof %t2 && %expect %t2.prof %s
#include <pthread.h>
#include <semaphore.h>
#include <unistd.h>
#include "../Inputs/take.h"

static sem_t ready;

static void cleanup(void *block)
{
	give(block);
}

// EXPECT: waits calls=6 open_calls=0 alloc_bytes=60
PROFILE void waits(void *asynchronous)
{
	take(10);
	if (asynchronous)
		pthread_setcanceltype(PTHREAD_CANCEL_ASYNCHRONOUS, NULL);
	sem_post(&ready);
	while (asynchronous)
		;
	pause();
}

// EXPECT: start calls=6 open_calls=0 alloc_bytes=600 total_alloc_bytes=660 peak_bytes=110
PROFILE void *start(void *asynchronous)
{
	void *block = take(100);
	pthread_cleanup_push(cleanup, block);
	waits(asynchronous);
	pthread_cleanup_pop(1);
	return NULL;
}

// EXPECT: totals threads=7 open_calls=0
// EXPECT: trust frames_closed>=6
int main(void)
{
	sem_init(&ready, 0, 0);
	for (int i = 0; i < 6; i++) {
		pthread_t thread;
		void *result;
		pthread_create(&thread, NULL, start, i & 1 ? &ready : NULL);
		sem_wait(&ready);
		pthread_cancel(thread);
		pthread_join(thread, &result);
		if (result != PTHREAD_CANCELED)
			return 1;
	}
	return 0;
}
