// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A program that wraps functions by the linker's --wrap, as tests do that count calls or let them
// fail: those names are its own, and what is behind is MemFn's.
// UNSUPPORTED: cross
// RUN: %each %clang_memfn -fno-builtin -Wl,--wrap=malloc,--wrap=pthread_create,--wrap=longjmp %s -- \
// RUN:   'MEMFN_OUTPUT=p.out ./prog && %expect p.out %s'
#include <pthread.h>
#include <setjmp.h>

#include "../Inputs/take.h"

void *__real_malloc(size_t size);
int __real_pthread_create(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);
_Noreturn void __real_longjmp(jmp_buf, int);

static int wrapped;
static jmp_buf buffer;

void *__wrap_malloc(size_t size)
{
	wrapped++;
	return __real_malloc(size);
}

int __wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
			  void *(*function)(void *), void *argument)
{
	wrapped++;
	return __real_pthread_create(thread, attributes, function, argument);
}

_Noreturn void __wrap_longjmp(jmp_buf to, int value)
{
	wrapped++;
	__real_longjmp(to, value);
}

// EXPECT: body calls=1 allocs=1 alloc_bytes=10 leaked_blocks=0
PROFILE void *body(void *unused)
{
	free(malloc(10));
	return unused;
}

// EXPECT: jumps calls=1 open_calls=0
PROFILE void jumps(void)
{
	longjmp(buffer, 1);
}

// EXPECT: totals threads=2
// EXPECT: trust foreign_frees=0 frames_closed=1
int main(void)
{
	pthread_t thread;
	if (!setjmp(buffer))
		jumps();
	if (pthread_create(&thread, NULL, body, NULL) || pthread_join(thread, NULL))
		return 1;
	return wrapped != 3;
}
