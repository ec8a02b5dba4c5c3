// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A program that writes behind its blocks damages what the runtime keeps there: whichever bit it turns,
// in a block of each kind of size, nothing crashes, and a bit of the first six bytes makes the free a
// foreign one.
// RUN: %each %clang_memfn -fno-builtin %s -pthread -- 'for way in first all; do for threads in 0 1; do MEMFN_OUTPUT=$way.out ./prog $way $threads || exit 1; done; done; %expect first.out %s; %memreport all.out | grep foreign'
#include <malloc.h>
#include <pthread.h>
#include <string.h>

#include "../Inputs/take.h"

static void turn(void *block, int bit)
{
	char *tag = (char *)block + malloc_usable_size(block);
	tag[bit / 8] ^= (char)(1 << bit % 8);
}

// EXPECT: f calls=9600 allocs=9600 frees=0 leaked_blocks=9600
PROFILE void f(size_t size, int bit)
{
	void *volatile block = malloc(size);
	turn(block, bit);
	free(block);
}

// EXPECT: moves calls=4800 allocs=9600 frees=4800 freed_bytes=240000 leaked_blocks=4800
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

// EXPECT: trust foreign_frees=14400
int main(int count, char **arguments)
{
	pthread_t thread;
	if (count > 2 && *arguments[2] == '1') {
		pthread_create(&thread, NULL, nothing, NULL);
		pthread_join(thread, NULL);
	}
	int bits = *arguments[1] == 'a' ? 64 : 48;
	for (int i = 0; i < 100; i++)
		for (int bit = 0; bit < bits; bit++) {
			f(100, bit);
			f(40000 + (size_t)i, bit);
			moves(bit);
		}
	return 0;
}
