// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What ended threads left behind, and another frees now, is credited to none of those that came after
// them: their numbers are not used again.
// RUN: %memfn_clang -O0 %s -o %t0 -pthread && env MEMFN_OUTPUT=%t0.prof %t0 && %expect %t0.prof %s
// RUN: %clang_memfn -O2 %s -o %t2 -pthread %link_shared && env MEMFN_OUTPUT=%t2.prof %t2 && %expect %t2.prof %s
#include <pthread.h>
#include "../Inputs/take.h"

enum { THREADS = 100 };

static void *left[THREADS];
static pthread_barrier_t barrier;

// EXPECT: leaves calls=100 retained_bytes=100000 leaked_bytes=0 peak_bytes=1000
PROFILE void *leaves(void *argument)
{
	*(void **)argument = take(1000);
	return NULL;
}

// EXPECT: stays calls=1 retained_bytes=40 peak_bytes=50 alloc_bytes=80
PROFILE void *stays(void *argument)
{
	take(30);
	pthread_barrier_wait(&barrier);
	pthread_barrier_wait(&barrier);
	void *block = take(20);
	give(block);
	give(take(20));
	take(10);
	return argument;
}

// EXPECT: frees_all calls=1 frees=100 freed_bytes=100000 retained_bytes=0
PROFILE void frees_all(void)
{
	for (int i = 0; i < THREADS; i++)
		give(left[i]);
}

int main(void)
{
	pthread_t thread;
	for (int i = 0; i < THREADS; i++) {
		pthread_create(&thread, NULL, leaves, &left[i]);
		pthread_join(thread, NULL);
	}
	pthread_barrier_init(&barrier, NULL, 2);
	pthread_create(&thread, NULL, stays, NULL);
	pthread_barrier_wait(&barrier);
	frees_all();
	pthread_barrier_wait(&barrier);
	pthread_join(thread, NULL);
	return 0;
}
