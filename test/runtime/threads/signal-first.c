// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A signal comes to a thread before its function begins: the handler runs below the path that started
// the thread. What a thread blocks is what it blocks without MemFn.
// RUN: rm -rf %t && mkdir %t && cd %t && %clang -shared -fPIC -DNEXT %s -o libnext.so
// RUN: %memfn_clang -O2 -pthread %s -o a -L. -lnext -Wl,-rpath,%t
// RUN: MEMFN_OUTPUT=p.out ./a && %expect p.out %s
#define _GNU_SOURCE
#include <pthread.h>
#include <signal.h>
#include <stddef.h>

#ifdef NEXT
#include <dlfcn.h>

static void *(*begin)(void *);

static void *with_signal(void *argument)
{
	raise(SIGUSR1);
	return begin(argument);
}

int pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*function)(void *),
		   void *argument)
{
	int (*next)(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *) =
		dlsym(RTLD_NEXT, "pthread_create");
	begin = function;
	return next(thread, attributes, with_signal, argument);
}

#else
#include <threads.h>
#include "../Inputs/take.h"

static sigset_t seen;

static int has(int number)
{
	return sigismember(&seen, number);
}

static void *looks(void *argument)
{
	pthread_sigmask(SIG_BLOCK, NULL, &seen);
	return argument;
}

static int looks_c11(void *argument)
{
	return looks(argument) != argument;
}

// EXPECT: handler calls=2 allocs=2
// EXPECT: path starts/<thread>/handler calls=2
PROFILE static void handler(int number)
{
	give(take(10));
	(void)number;
}

PROFILE static void starts(const pthread_attr_t *attributes)
{
	pthread_t thread;
	pthread_create(&thread, attributes, looks, NULL);
	pthread_join(thread, NULL);
}

// EXPECT: totals threads=5
int main(void)
{
	sigset_t some, other;
	pthread_attr_t attributes;
	thrd_t thread;
	int wrong = 0;
	signal(SIGUSR1, handler);
	starts(NULL);
	wrong += has(SIGUSR1) || has(SIGSEGV);
	sigemptyset(&some);
	sigaddset(&some, SIGUSR2);
	pthread_sigmask(SIG_BLOCK, &some, NULL);
	starts(NULL);
	wrong += !has(SIGUSR2) || has(SIGUSR1) || has(SIGSEGV);
	thrd_create(&thread, looks_c11, NULL);
	thrd_join(thread, NULL);
	wrong += !has(SIGUSR2) || has(SIGUSR1) || has(SIGSEGV);
	sigemptyset(&other);
	sigaddset(&other, SIGUSR1);
	pthread_attr_init(&attributes);
	pthread_attr_setsigmask_np(&attributes, &other);
	starts(&attributes);
	wrong += has(SIGUSR2) || !has(SIGUSR1) || has(SIGSEGV);
	looks(NULL);
	return wrong || !has(SIGUSR2) || has(SIGUSR1);
}
#endif
