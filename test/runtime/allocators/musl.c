// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Programs of musl's libc, dynamic and static: the malloc family, whose entries call each other there
// by the names that the runtime stands before, threads, and a longjmp in a plain caller.
// REQUIRES: default-llvm, musl-gcc
// RUN: rm -rf %t && mkdir %t && cd %t && %test_dir/../scripts/musl lib
// RUN: %memfn_clang -nostdinc -isystem /usr/include/x86_64-linux-musl -O2 -fno-builtin -c %s -o prog.o
// RUN: musl-gcc -DPLAIN -O2 -c %s -o plain.o
// RUN: musl-gcc prog.o plain.o -Wl,@lib/memfn/dynamic.rsp -o dynamic && musl-gcc -static prog.o plain.o -Wl,@lib/memfn/static.rsp -o static
// RUN: for prog in dynamic static; do ldd $prog | grep -q libc.so.6 && exit 1; MEMFN_OUTPUT=p.out ./$prog && %expect p.out %s || exit 1; done
#include <errno.h>
#include <malloc.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdint.h>
#include <string.h>

extern jmp_buf back;
int catches(void (*function)(void));

#ifdef PLAIN
jmp_buf back;

int catches(void (*function)(void))
{
	if (setjmp(back))
		return 1;
	function();
	return 0;
}
#else
#include "../Inputs/take.h"

static void fill(void *block, size_t alignment, size_t size)
{
	if (!block || (size_t)block % alignment || malloc_usable_size(block) < size)
		exit(1);
	memset(block, 7, malloc_usable_size(block));
	give(block);
}

// EXPECT: family calls=6 allocs=66 alloc_bytes=7320 frees=66 freed_bytes=7320
PROFILE void *family(void *arg)
{
	void *volatile block = NULL;
	fill(malloc(100), 16, 100);
	for (int i = 0; i < 100; i++)
		if (((char *)(block = block ? block : calloc(4, 25)))[i])
			exit(2);
	block = realloc(block, 200);
	block = reallocarray(block, 3, 100);
	give(block);
	fill(aligned_alloc(64, 128), 64, 128);
	fill(memalign(32, 100), 32, 100);
	fill(valloc(100), 4096, 100);
	if (posix_memalign((void **)&block, 256, 100))
		exit(3);
	fill(block, 256, 100);
	fill(malloc(72), 16, 72);
	fill(realloc(take(20), 0), 1, 0);
	if (calloc(SIZE_MAX, 2) || errno != ENOMEM || posix_memalign((void **)&block, 3, 1) != EINVAL)
		exit(4);
	return arg;
}

// EXPECT: jumps calls=1 allocs=1 open_calls=0
PROFILE void jumps(void)
{
	give(take(10));
	longjmp(back, 1);
}

// EXPECT: path after calls=1 allocs=1 alloc_bytes=50
PROFILE void after(void)
{
	give(take(50));
}

// EXPECT: <program> allocs=1 alloc_bytes=6 frees=0
// EXPECT: totals threads=6
// EXPECT: process state=exited
// EXPECT: trust frames_closed=1
int main(void)
{
	pthread_t thread;
	family(NULL);
	for (int i = 0; i < 5; i++) {
		pthread_create(&thread, NULL, family, NULL);
		pthread_join(thread, NULL);
	}
	if (!catches(jumps))
		return 5;
	far_below(after);
	void *volatile copy = strdup("hello");
	return !copy;
}
#endif
