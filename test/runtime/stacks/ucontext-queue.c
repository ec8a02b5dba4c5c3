// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Four threads take coroutines from one queue and put them back after each step, while another keeps
// announcing new ones on the memory of those that are over: each keeps its own frames, whoever runs
// it, and a switch finds the right stack whatever has changed meanwhile.
// RUN: %memfn_clang -O0 -g -pthread %s -o %t0 && env MEMFN_OUTPUT=%t0.prof %t0 && %expect %t0.prof %s
// RUN: %clang_memfn -O2 -g -pthread %s -o %t2 %link_shared && env MEMFN_OUTPUT=%t2.prof %t2 && %expect %t2.prof %s
// RUN: env MEMFN_OUTPUT=%t2.prof MEMFN_OPTIONS=peaks=exact %t2 && %expect %t2.prof %s
#include <pthread.h>
#include <sched.h>
#include <stdbool.h>
#include <ucontext.h>
#include "../Inputs/take.h"

enum { THREADS = 4, COROUTINES = 12, STEPS = 250, SHORT = 999, STACK = 65536 };

struct coroutine {
	ucontext_t context, *back;
	struct coroutine *next;
	bool over;
};

static struct coroutine coroutines[COROUTINES], *queue;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static _Thread_local struct coroutine *running;

/* Threads change in between: what a caller knows of its thread is old. */
static __attribute__((noinline)) struct coroutine *mine(void)
{
	__asm__ volatile("");
	return running;
}

static __attribute__((noinline)) void yield(void)
{
	struct coroutine *c = mine();
	swapcontext(&c->context, c->back);
}

// EXPECT: step calls=3000 open_calls=0 allocs=3000 alloc_bytes=30000 frees=3000 peak_bytes=10
PROFILE void step(void)
{
	void *block = take(10);
	yield();
	give(block);
}

// EXPECT: body calls=12 open_calls=0 allocs=12 alloc_bytes=1200 total_allocs=3012 peak_bytes=110
// EXPECT: body retained_bytes=0
// EXPECT: path maker/<coroutine>/body/step calls=3000
PROFILE void body(void)
{
	void *block = take(100);
	for (int i = 0; i < STEPS; i++)
		step();
	give(block);
}

static void start(void)
{
	body();
	mine()->over = true;
	yield();
}

static struct coroutine *pop(void)
{
	pthread_mutex_lock(&lock);
	struct coroutine *c = queue;
	if (c)
		queue = c->next;
	pthread_mutex_unlock(&lock);
	return c;
}

static void push(struct coroutine *c)
{
	pthread_mutex_lock(&lock);
	struct coroutine **end = &queue;
	while (*end)
		end = &(*end)->next;
	c->next = NULL;
	*end = c;
	pthread_mutex_unlock(&lock);
}

// EXPECT: resume calls=4011 open_calls=0 allocs=4011 alloc_bytes=12033 frees=4011 peak_bytes=3
PROFILE void resume(struct coroutine *c)
{
	ucontext_t here;
	void *block = take(3);
	running = c;
	c->back = &here;
	swapcontext(&here, &c->context);
	give(block);
}

static void *runs(void *argument)
{
	struct coroutine *c;
	while ((c = pop())) {
		resume(c);
		if (!c->over)
			push(c);
		sched_yield();
	}
	return argument;
}

static void make(struct coroutine *c, char *stack, size_t size, void (*function)(void))
{
	getcontext(&c->context);
	c->context.uc_stack.ss_sp = stack;
	c->context.uc_stack.ss_size = size;
	makecontext(&c->context, function, 0);
}

// EXPECT: maker calls=1 allocs=12 frees=0
PROFILE void maker(void)
{
	for (int i = 0; i < COROUTINES; i++) {
		make(&coroutines[i], take(STACK), STACK, start);
		push(&coroutines[i]);
	}
}

// EXPECT: short_body calls=999 open_calls=0 allocs=999 alloc_bytes=4995 peak_bytes=5 retained_bytes=0
PROFILE void short_body(void)
{
	give(take(5));
}

static void short_start(void)
{
	short_body();
	yield();
}

// EXPECT: announces calls=1 open_calls=0
// EXPECT: path <thread>/announces/<coroutine>/short_body calls=999
PROFILE void *announces(void *argument)
{
	static struct coroutine low, high, both;
	char *stack = take(2 * STACK);
	for (int i = 0; i < SHORT; i += 3) {
		make(&low, stack, STACK, short_start);
		make(&high, stack + STACK, STACK, short_start);
		resume(&low);
		resume(&high);
		make(&both, stack, 2 * STACK, short_start);
		resume(&both);
	}
	give(stack);
	return argument;
}

// EXPECT: totals threads=6 open_calls=0
// EXPECT: trust frames_closed=0
int main(void)
{
	pthread_t threads[THREADS + 1];
	maker();
	for (int i = 0; i <= THREADS; i++)
		pthread_create(&threads[i], NULL, i < THREADS ? runs : announces, NULL);
	for (int i = 0; i <= THREADS; i++)
		pthread_join(threads[i], NULL);
	return 0;
}
