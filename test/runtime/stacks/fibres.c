// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Fibres that the program switches to by assembly, announced with memfn_stack: as coroutines of
// makecontext are, each has frames of its own, which wait while others run. Lines are right after
// memfn_stack_switched.
// UNSUPPORTED: cross
// RUN: %each %clang_memfn %s -- 'MEMFN_OUTPUT=p.out ./prog && %expect p.out %s'
// EXPECT: line 40 allocs=8 alloc_bytes=40
// EXPECT: line 71 allocs=10 alloc_bytes=20
#include <memfn/memfn.h>

#include "../Inputs/take.h"

#if defined(__x86_64__)
/* Keeps what a call has to keep on the stack, then takes the other one. */
__attribute__((naked, noinline)) static void jump(void **from, void *to)
{
	__asm__("push %rbp; push %rbx; push %r12; push %r13; push %r14; push %r15\n"
			"mov %rsp, (%rdi); mov %rsi, %rsp\n"
			"pop %r15; pop %r14; pop %r13; pop %r12; pop %rbx; pop %rbp; ret");
}
#else
#error "this test knows x86-64 alone"
#endif

static void *back, *fibre[2];
static _Alignas(16) char stacks[2][65536];
static int current;

static void go(void **from, void *to)
{
	jump(from, to);
	memfn_stack_switched();
}

// EXPECT: part calls=8 open_calls=0 allocs=16 alloc_bytes=200 peak_bytes=35
PROFILE void part(int which)
{
	void *block = take(which ? 30 : 10);
	go(&fibre[which], back);
	void *more = take(5);
	give(more);
	give(block);
}

// EXPECT: body calls=2 open_calls=0 peak_bytes=135 retained_bytes=0 allocs=8 total_allocs=24
// EXPECT: path maker/<coroutine>/body/part calls=8
PROFILE void body(int which)
{
	for (int i = 0; i < 4; i++) {
		void *block = take(which ? 100 : 60);
		part(which);
		give(block);
	}
}

static void begin(void)
{
	int which = current;
	body(which);
	for (;;)
		go(&fibre[which], back);
}

// EXPECT: resumes calls=10 open_calls=0 allocs=20 alloc_bytes=30 peak_bytes=3 retained_bytes=0
// EXPECT: path main_loop/resumes calls=10
PROFILE void resumes(int which)
{
	void *block = take(1);
	current = which;
	go(&back, fibre[which]);
	void *more = take(2);
	give(block);
	give(more);
}

// EXPECT: maker calls=1 open_calls=0 alloc_bytes=0 total_alloc_bytes=840
PROFILE void maker(void)
{
	for (int i = 0; i < 2; i++) {
		void **top = (void **)(void *)(stacks[i] + sizeof stacks[i]) - 2;
		top[0] = (void *)begin;
		fibre[i] = top - 6;
		memfn_stack(stacks[i], sizeof stacks[i]);
	}
}

// EXPECT: main_loop calls=1 open_calls=0 total_alloc_bytes=30
PROFILE void main_loop(void)
{
	for (int round = 0; round < 5; round++)
		for (int i = 0; i < 2; i++)
			resumes(i);
}

// EXPECT: trust frames_closed=0 foreign_frees=0
// EXPECT: totals leaked_bytes=0
int main(void)
{
	maker();
	main_loop();
	return 0;
}
