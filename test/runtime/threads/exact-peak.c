// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// peaks=exact orders the events of all threads: peaks of the process and of each function equal a
// hand count, to the byte, and the bound on their error is 0.
// RUN: %memfn_clang -O0 %s -o %t0
// RUN: env MEMFN_OPTIONS=peaks=exact MEMFN_OUTPUT=%t0.prof %t0 && %expect %t0.prof %s
// RUN: %clang_memfn -O2 %s -o %t2 %link_shared
// RUN: env MEMFN_OPTIONS=peaks=exact MEMFN_OUTPUT=%t2.prof %t2 && %expect %t2.prof %s
#include <pthread.h>
#include "../Inputs/take.h"

enum { THREADS = 8 };

static pthread_barrier_t all;
static void *kept[THREADS];

// EXPECT: grows calls=8 alloc_bytes=80000 own_peak_bytes=80000 at_peak_bytes=80000 at_peak_blocks=8
PROFILE void grows(int i)
{
	kept[i] = take(10000);
}

// EXPECT: shrinks calls=8 alloc_bytes=8 own_peak_bytes=8 at_peak_bytes=0 at_peak_blocks=0
PROFILE void shrinks(int i)
{
	give(kept[(i + 3) % THREADS]);
	take(1);
}

// EXPECT: start calls=8 own_peak_bytes=320 at_peak_bytes=320 total_at_peak_bytes=80320 at_peak_blocks=8
PROFILE void *start(void *argument)
{
	int i = (int)((void **)argument - kept);
	void *block = take(40);
	grows(i);
	pthread_barrier_wait(&all);
	shrinks(i);
	pthread_barrier_wait(&all);
	give(block);
	return NULL;
}

// EXPECT: big calls=1 own_peak_bytes=1000000 at_peak_bytes=1000000
PROFILE void big(void)
{
	take(1000000);
}

// EXPECT: totals threads=9 peak_error_bytes=0 peak_bytes>=1080320 peak_bytes<=1083000
int main(void)
{
	pthread_t threads[THREADS];
	pthread_barrier_init(&all, NULL, THREADS);
	big();
	for (int i = 0; i < THREADS; i++)
		pthread_create(&threads[i], NULL, start, &kept[i]);
	for (int i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
	return 0;
}
