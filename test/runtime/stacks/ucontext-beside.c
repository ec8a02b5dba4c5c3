// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A coroutine's stack that begins where its thread's own ends, or ends where that begins, is told from
// it, however small.
// RUN: %each %clang_memfn %s -pthread -- 'for where in above below; do MEMFN_OUTPUT=p.out ./prog $where && %expect p.out %s; done'
#include <string.h>

#include "../Inputs/stacks.h"
#include "../Inputs/take.h"

enum { OWN = 64 << 10, LITTLE = 8 << 10 };

static char area[LITTLE + OWN + LITTLE] __attribute__((aligned(4096)));
static ucontext_t back, coroutine;

// EXPECT: part calls=3 allocs=3 alloc_bytes=300 frees=3 peak_bytes=100 retained_bytes=0
PROFILE void part(void)
{
	void *block = take(100);
	swapcontext(&coroutine, &back);
	give(block);
}

// EXPECT: body calls=1 total_alloc_bytes=300 peak_bytes=100 open_calls=0
PROFILE void body(void)
{
	for (int i = 0; i < 3; i++)
		part();
}

// EXPECT: resume calls=4 allocs=4 frees=4 peak_bytes=1 retained_bytes=0
PROFILE void resume(void)
{
	void *block = take(1);
	swapcontext(&back, &coroutine);
	give(block);
}

// EXPECT: thread calls=1 peak_bytes=1 open_calls=0
// EXPECT: path <thread>/thread/<coroutine>/body/part calls=3
PROFILE void *thread(void *stack)
{
	context_on(&coroutine, stack, LITTLE, &back);
	makecontext(&coroutine, body, 0);
	for (int i = 0; i < 4; i++)
		resume();
	return NULL;
}

// EXPECT: totals threads=2
int main(int argc, char **argv)
{
	pthread_t id;
	pthread_attr_t attributes;
	pthread_attr_init(&attributes);
	pthread_attr_setstack(&attributes, area + LITTLE, OWN);
	return argc < 2 || pthread_create(&id, &attributes, thread,
					  strcmp(argv[1], "above") ? area : area + LITTLE + OWN) ||
	       pthread_join(id, NULL);
}
