// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A coroutine that goes on in another thread keeps its frames; both threads' own stay theirs.
// RUN: %memfn_clang -O0 %s -o %t0 && env MEMFN_OUTPUT=%t0.prof %t0 && %expect %t0.prof %s
// RUN: %clang_memfn -O2 %s -o %t2 %link_shared && env MEMFN_OUTPUT=%t2.prof %t2 && %expect %t2.prof %s
#include <pthread.h>
#include "../Inputs/stacks.h"
#include "../Inputs/take.h"

static ucontext_t back, co;

// EXPECT: half calls=6 open_calls=0 allocs=6 frees=6 peak_bytes=100
PROFILE void half(void)
{
	void *block = take(100);
	swapcontext(&co, &back);
	give(block);
}

// EXPECT: body calls=1 open_calls=0 peak_bytes=1100 retained_bytes=0 allocs=1
// EXPECT: path <coroutine>/body/half calls=6
PROFILE void body(void)
{
	void *block = take(1000);
	for (int i = 0; i < 6; i++)
		half();
	give(block);
}

// EXPECT: resumes calls=7 open_calls=0 allocs=7 frees=7 peak_bytes=10 retained_bytes=0
// EXPECT: path resumes calls=4
PROFILE void *resumes(void *argument)
{
	void *block = take(10);
	swapcontext(&back, &co);
	give(block);
	return argument;
}

// EXPECT: path <thread>/resumes calls=3
// EXPECT: totals threads=4 open_calls=0
int main(void)
{
	static char stack[65536];
	context_on(&co, stack, sizeof stack, &back);
	makecontext(&co, body, 0);
	for (int i = 0; i < 7; i++) {
		pthread_t thread;
		if (i & 1) {
			pthread_create(&thread, NULL, resumes, NULL);
			pthread_join(thread, NULL);
		} else {
			resumes(NULL);
		}
	}
	return 0;
}
