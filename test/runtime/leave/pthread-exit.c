// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// pthread_exit ends the frames of its thread, in C without any cleanup pads.
// RUN: %memfn_clang -O0 %s -o %t0 && env MEMFN_OUTPUT=%t0.prof %t0 && %expect %t0.prof %s
// RUN: %clang_memfn -O2 %s -o %t2 %link_shared && env MEMFN_OUTPUT=%t2.prof %t2 && %expect %t2.prof %s
#include <pthread.h>
#include "../Inputs/take.h"

// EXPECT: leaves calls=8 open_calls=0 alloc_bytes=80
PROFILE void leaves(void)
{
	take(10);
	pthread_exit(NULL);
}

// EXPECT: start calls=8 open_calls=0 alloc_bytes=800 total_alloc_bytes=880 peak_bytes=110
// EXPECT: start retained_bytes=880
PROFILE void *start(void *argument)
{
	take(100);
	leaves();
	return argument;
}

/* The first pthread_exit of a process loads libgcc_s, whose blocks would be counted with ours. */
static void *warm_up(void *argument)
{
	pthread_exit(argument);
}

// EXPECT: <thread> calls=9 open_calls=0
// EXPECT: totals threads=10 open_calls=0
// EXPECT: trust frames_closed=16
int main(void)
{
	pthread_t threads[8];
	pthread_create(&threads[0], NULL, warm_up, NULL);
	pthread_join(threads[0], NULL);
	for (int i = 0; i < 8; i++)
		pthread_create(&threads[i], NULL, start, NULL);
	for (int i = 0; i < 8; i++)
		pthread_join(threads[i], NULL);
	return 0;
}
