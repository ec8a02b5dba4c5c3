// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What libc allocates for the runtime, at its start and end, at a thread's start and end, is in no
// figure: they count as many blocks as a counter does that is preloaded into the plain program.
// RUN: rm -rf %t && split-file %s %t && cd %t
// RUN: %clang -O1 -shared -fPIC counter.c -o counter.so && %clang -O1 -w -pthread host.c -o plain
// RUN: %memfn_clang -O1 -pthread host.c -o static && %clang_memfn -O1 -pthread host.c -o shared %link_shared
// RUN: env COUNTER=plain.count LD_PRELOAD=./counter.so ./plain
// RUN: for host in static shared; do for options in peaks=fast peaks=exact lines=0 snapshot_every=5ms live=none; do \
// RUN:   env MEMFN_OUTPUT=p.out MEMFN_OPTIONS=$options ./$host && %expect p.out plain.count || exit 1; \
// RUN: done; done

//--- counter.c
#include <fcntl.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *block, size_t size);
static long allocs, bytes;
static _Thread_local volatile int here; /* as the runtime, it makes the tables of a thread longer */

static void *counted(void *block, size_t size)
{
	here++;
	if (block) {
		__atomic_fetch_add(&allocs, 1, __ATOMIC_RELAXED);
		__atomic_fetch_add(&bytes, size, __ATOMIC_RELAXED);
	}
	return block;
}

void *malloc(size_t size)
{
	return counted(__libc_malloc(size), size);
}

void *calloc(size_t count, size_t size)
{
	return counted(__libc_calloc(count, size), count * size);
}

void *realloc(void *block, size_t size)
{
	return counted(__libc_realloc(block, size), size);
}

__attribute__((destructor)) static void tell(void)
{
	char text[200];
	int n = snprintf(text, sizeof text, "EXPECT: totals allocs=%ld alloc_bytes=%ld\n", allocs, bytes);
	int fd = open(getenv("COUNTER"), O_WRONLY | O_CREAT | O_TRUNC, 0600);
	if (write(fd, text, n) != n)
		_exit(1);
}

//--- host.c
#include <locale.h>
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

static void *volatile kept;
static pthread_key_t keys[40];

__attribute__((annotate("memprof"))) static void take(size_t size)
{
	kept = malloc(size);
	free(kept);
}

static void *thread(void *argument)
{
	for (int i = 0; i < 40; i++)
		pthread_setspecific(keys[i], argument);
	take(10);
	return argument;
}

static void at_end(void)
{
	take(30);
}

int main(void)
{
	setlocale(LC_ALL, "C.UTF-8");
	atexit(at_end);
	for (int i = 0; i < 40; i++)
		pthread_key_create(&keys[i], NULL);
	for (int i = 0; i < 20; i++) {
		pthread_t made;
		pthread_create(&made, NULL, thread, keys);
		pthread_join(made, NULL);
		take(20);
	}
	execl("./not-there", "not-there", NULL);
	return 0;
}
