// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A library is used and closed while recording is off: what it noted meanwhile in the thread's
// bottom frame, its sites, is not looked at afterwards.
// RUN: rm -rf %t && split-file %s %t && cd %t
// RUN: %memfn_clang -O2 -shared -fPIC lib.c -o lib.so
// RUN: %memfn_clang -O2 host.c -o static -ldl -pthread
// RUN: %clang_memfn -O2 host.c -o shared -ldl -pthread %link_shared
// RUN: for host in static shared; do MEMFN_OUTPUT=p.out ./$host && %expect p.out host.c || exit 1; done

//--- lib.c
#include <stdlib.h>
__attribute__((noinline)) static void *called(int n)
{
	return n ? malloc(n) : NULL;
}

__attribute__((annotate("memprof"))) void *entry(int n)
{
	void *volatile block = called(n);
	return block;
}

//--- host.c
#include <dlfcn.h>
#include <memfn/memfn.h>
#include <pthread.h>
#include <stdlib.h>

static void *volatile kept;
static void *library;
static void *(*entry)(int);
static pthread_barrier_t barrier;

static void take(size_t size)
{
	kept = malloc(size);
	free(kept);
}

static void *other(void *argument)
{
	take(20);
	pthread_barrier_wait(&barrier);
	entry(0);
	pthread_barrier_wait(&barrier);
	pthread_barrier_wait(&barrier);
	take(100);
	return argument;
}

// EXPECT: <thread> alloc_bytes=120
// EXPECT: <program> alloc_bytes>=1000
int main(void)
{
	pthread_t thread;
	pthread_barrier_init(&barrier, NULL, 2);
	pthread_create(&thread, NULL, other, NULL);
	library = dlopen("./lib.so", RTLD_NOW);
	entry = library ? (void *(*)(int))dlsym(library, "entry") : NULL;
	if (!entry)
		return 1;
	pthread_barrier_wait(&barrier);
	memfn_stop();
	entry(0);
	pthread_barrier_wait(&barrier);
	if (dlclose(library))
		return 2;
	memfn_start();
	take(1000);
	pthread_barrier_wait(&barrier);
	pthread_join(thread, NULL);
	return 0;
}
