// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// No tag outlives its block: where libc gives the place away again behind the runtime's back, the new
// block is foreign, not the old one again. With one thread, after there were two, and for realloc.
// RUN: %each %clang_memfn -fno-builtin %s -pthread -- 'MEMFN_OUTPUT=p.out ./prog && %expect p.out %s'
#include <pthread.h>
#include <stdint.h>

#include "../Inputs/take.h"

extern void *__libc_malloc(size_t size);

static int again;

static void same_place(void *old)
{
	uintptr_t before = (uintptr_t)old;
	void *block = __libc_malloc(108);
	again += (uintptr_t)block == before;
	free(block);
}

// EXPECT: f calls=2 allocs=8 alloc_bytes=4600 frees=8 freed_bytes=4600 leaked_blocks=0 peak_bytes=2100
PROFILE void f(void)
{
	void *volatile block = malloc(100);
	void *volatile old = block;
	free(block);
	same_place(old);
	block = old = malloc(100);
	void *volatile behind = malloc(100); /* so that the block has to move */
	block = realloc(block, 2000);
	same_place(old);
	free(behind);
	free(block);
}

static void *nothing(void *argument)
{
	return argument;
}

// EXPECT: trust foreign_frees=4
int main(void)
{
	pthread_t thread;
	f();
	pthread_create(&thread, NULL, nothing, NULL);
	pthread_join(thread, NULL);
	f();
	return again != 4;
}
