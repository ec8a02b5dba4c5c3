// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Coroutines that one thread made and others run at the same time, moving from thread to thread: each
// counts in the counters of the thread that it runs in, so that none is lost.
// RUN: %memfn_clang -O0 %s -o %t0 -pthread && env MEMFN_OUTPUT=%t0.prof %t0 && %expect %t0.prof %s
// RUN: %clang_memfn -O2 %s -o %t2 -pthread %link_shared && env MEMFN_OUTPUT=%t2.prof %t2 && %expect %t2.prof %s
#include <pthread.h>
#include "../Inputs/stacks.h"
#include "../Inputs/take.h"

enum { COUNT = 2, ROUNDS = 4, CALLS = 50000 };

static ucontext_t back[COUNT], co[COUNT];
static pthread_barrier_t barrier;

// EXPECT: step calls=400000 primitive_calls=400000 allocs=400000 frees=400000 peak_bytes=10
// EXPECT: path <coroutine>/body/step calls=400000
PROFILE void step(void)
{
	give(take(10));
}

// EXPECT: body calls=2 open_calls=0 allocs=0 total_allocs=400000 retained_bytes=0 leaked_bytes=0
PROFILE void body(int which)
{
	for (int round = 0; round < ROUNDS; round++) {
		for (int i = 0; i < CALLS; i++)
			step();
		swapcontext(&co[which], &back[which]);
	}
}

static void *runs(void *argument)
{
	int which = *(int *)argument;
	pthread_barrier_wait(&barrier);
	swapcontext(&back[which], &co[which]);
	return NULL;
}

// EXPECT: totals threads=11 calls=400002 open_calls=0
int main(void)
{
	static char stacks[COUNT][65536];
	pthread_t threads[COUNT];
	int which[COUNT];
	pthread_barrier_init(&barrier, NULL, COUNT);
	for (int i = 0; i < COUNT; i++) {
		context_on(&co[i], stacks[i], sizeof stacks[i], &back[i]);
		makecontext(&co[i], (void (*)(void))body, 1, i);
	}
	for (int round = 0; round <= ROUNDS; round++) {
		for (int i = 0; i < COUNT; i++) {
			which[i] = i;
			pthread_create(&threads[i], NULL, runs, &which[i]);
		}
		for (int i = 0; i < COUNT; i++)
			pthread_join(threads[i], NULL);
	}
	return 0;
}
