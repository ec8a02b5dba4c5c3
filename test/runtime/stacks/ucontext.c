// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Coroutines of makecontext and swapcontext: each has a stack of frames of its own, which waits while
// others run, below the path that made it.
// RUN: %memfn_clang -O0 %s -o %t0 && env MEMFN_OUTPUT=%t0.prof %t0 && %expect %t0.prof %s
// RUN: %clang_memfn -O2 %s -o %t2 %link_shared && env MEMFN_OUTPUT=%t2.prof %t2 && %expect %t2.prof %s
#include "../Inputs/stacks.h"
#include "../Inputs/take.h"

static ucontext_t back, co[2];

// EXPECT: part calls=8 open_calls=0 allocs=8 alloc_bytes=160 peak_bytes=30
PROFILE void part(int which)
{
	void *block = take(which ? 30 : 10);
	swapcontext(&co[which], &back);
	give(block);
}

// EXPECT: body calls=2 open_calls=0 peak_bytes=130 retained_bytes=0 allocs=8 total_allocs=16
// EXPECT: path maker/<coroutine>/body/part calls=8
// EXPECT: path maker/<coroutine>/body calls=2
PROFILE void body(int which)
{
	for (int i = 0; i < 4; i++) {
		void *block = take(which ? 100 : 60);
		part(which);
		give(block);
	}
}

// EXPECT: resumes calls=10 open_calls=0 allocs=10 alloc_bytes=10 peak_bytes=1 retained_bytes=0
// EXPECT: path main_loop/resumes calls=10
PROFILE void resumes(int which)
{
	void *block = take(1);
	swapcontext(&back, &co[which]);
	give(block);
}

// EXPECT: maker calls=1 open_calls=0 total_alloc_bytes=800 peak_bytes=0
PROFILE void maker(void)
{
	static char stacks[2][65536];
	for (int i = 0; i < 2; i++) {
		context_on(&co[i], stacks[i], sizeof stacks[i], &back);
		makecontext(&co[i], (void (*)(void))body, 1, i);
	}
}

// EXPECT: main_loop calls=1 open_calls=0 peak_bytes=1 total_alloc_bytes=10
PROFILE void main_loop(void)
{
	for (int round = 0; round < 5; round++)
		for (int i = 0; i < 2; i++)
			resumes(i);
}

// EXPECT: totals open_calls=0 leaked_bytes=0 threads=1
int main(void)
{
	maker();
	main_loop();
	return 0;
}
