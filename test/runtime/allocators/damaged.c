// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A program that writes behind its blocks damages what the runtime keeps there: whichever bit it turns,
// in a block of each kind of size, nothing crashes, and its first byte, as a thread or an account that
// there is not, makes the free a foreign one.
// RUN: %each %clang_memfn -fno-builtin %s -pthread -- 'for way in one all; do for threads in 0 1; do MEMFN_OUTPUT=$way.out ./prog $way $threads || exit 1; done; done; %expect one.out %s; %memreport all.out | grep foreign'
#include <malloc.h>
#include <pthread.h>
#include <string.h>

#include "../Inputs/take.h"

static void turn(void *block, int bit)
{
	char *tag = (char *)block + malloc_usable_size(block);
	tag[bit / 8] ^= (char)(1 << bit % 8);
}

// EXPECT: f calls=600 allocs=600 frees=0 leaked_blocks=600
PROFILE void f(size_t size, int bit)
{
	void *volatile block = malloc(size);
	turn(block, bit);
	free(block);
}

// EXPECT: moves calls=300 allocs=600 frees=300 freed_bytes=15000 leaked_blocks=300
PROFILE void moves(int bit)
{
	char *volatile block = malloc(100);
	memset(block, 7, 100);
	turn(block, bit);
	block = realloc(block, 50);
	for (int i = 0; i < 50; i++)
		if (block[i] != 7)
			abort();
	free(block);
}

static void *nothing(void *argument)
{
	return argument;
}

// EXPECT: trust foreign_frees=900
int main(int count, char **arguments)
{
	pthread_t thread;
	if (count > 2 && *arguments[2] == '1') {
		pthread_create(&thread, NULL, nothing, NULL);
		pthread_join(thread, NULL);
	}
	static const int chosen[] = {0, 12, 46};
	int every = *arguments[1] != 'o', bits = every ? 64 : 3;
	for (int i = 0; i < 100; i++)
		for (int k = 0; k < bits; k++) {
			int bit = every ? k : chosen[k];
			f(100, bit);
			f(40000 + (size_t)i, bit);
			moves(bit);
		}
	return 0;
}
