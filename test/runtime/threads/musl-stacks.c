// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A fibre's stack beside a thread's is told from it under musl, too: whose stacks are small, which
// may be smaller than a page, and whose record of a thread lies elsewhere where thread-local variables
// are large and the stack is the program's.
// REQUIRES: default-llvm, musl-gcc
// RUN: rm -rf %t && mkdir %t && cd %t && %test_dir/../scripts/musl lib
// RUN: %memfn_clang -nostdinc -isystem /usr/include/x86_64-linux-musl -I%include -O2 -c %s -o prog.o
// RUN: musl-gcc -static prog.o -Wl,@lib/memfn/static.rsp -o prog
// RUN: for way in usual least below above; do MEMFN_OUTPUT=p.out ./prog $way && %expect p.out %s || exit 1; done
#include <memfn/memfn.h>
#include <pthread.h>
#include <string.h>
#include <sys/mman.h>

#include "../Inputs/take.h"

enum { LEAST = 2048, OWN = 64 << 10, FIBRE = 32 << 10 };

static char area[FIBRE + OWN + FIBRE] __attribute__((aligned(4096)));
__thread char large[8192];
static void *back, *fibre;

/* Keeps what a call has to keep on the stack, then takes the other one. */
__attribute__((naked, noinline)) static void jump(void **from, void *to)
{
	__asm__("push %rbp; push %rbx; push %r12; push %r13; push %r14; push %r15\n"
		"mov %rsp, (%rdi); mov %rsi, %rsp\n"
		"pop %r15; pop %r14; pop %r13; pop %r12; pop %rbx; pop %rbp; ret");
}

// EXPECT: part calls=4 allocs=4 frees=3 peak_bytes=100
PROFILE void part(void)
{
	void *block = take(100);
	jump(&fibre, back);
	give(block);
}

// EXPECT: path <thread>/thread/<coroutine>/body/part calls=4
PROFILE void body(void)
{
	for (;;)
		part();
}

// EXPECT: resume calls=4 allocs=4 frees=4 peak_bytes=1
PROFILE void resume(void)
{
	void *block = take(1);
	jump(&back, fibre);
	give(block);
}

// EXPECT: thread calls=1 peak_bytes=1 open_calls=0
PROFILE void *thread(void *stack)
{
	void **top = (void **)(void *)((char *)stack + FIBRE) - 2;
	large[0] = 1;
	top[0] = (void *)body;
	fibre = top - 6;
	memfn_stack(stack, FIBRE);
	for (int i = 0; i < 4; i++)
		resume();
	return NULL;
}

/* Below the thread's stack, whatever there is between. */
static void *on_mapped(void *below)
{
	below = (void *)(((size_t)&below - 4 * OWN) & -4096);
	return thread(mmap(below, FIBRE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
}

static void *on_area(void *above)
{
	return thread(above ? area + FIBRE + OWN : area);
}

// EXPECT: trust frames_closed=0
// EXPECT: totals threads=2
int main(int argc, char **argv)
{
	pthread_t id;
	pthread_attr_t attributes;
	char *way = argv[argc - 1];
	int given = !strcmp(way, "above") || !strcmp(way, "below");
	pthread_attr_init(&attributes);
	if (given)
		pthread_attr_setstack(&attributes, area + FIBRE, OWN);
	else if (!strcmp(way, "least"))
		pthread_attr_setstacksize(&attributes, LEAST);
	return pthread_create(&id, strcmp(way, "usual") ? &attributes : NULL,
			      given ? on_area : on_mapped, strcmp(way, "below") ? area : NULL) ||
	       pthread_join(id, NULL);
}
