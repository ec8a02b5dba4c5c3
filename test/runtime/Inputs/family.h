/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Every entry of the malloc family, by instrumented functions. Each block is written to its last
 * usable byte, and has to keep what is in it. */
#include <malloc.h>
#include <stdio.h>
#include <string.h>

#include "take.h"

/* jemalloc has none: where it is in front, the block would be libc's. */
#ifndef PVALLOC
#define PVALLOC pvalloc
#endif

void free_sized(void *block, size_t size) __attribute__((weak));
void free_aligned_sized(void *block, size_t alignment, size_t size) __attribute__((weak));

static void fill(void *block, size_t alignment, size_t size)
{
	if (!block || (size_t)block % alignment || malloc_usable_size(block) < size) {
		printf("bad block %p of %zu\n", block, size);
		exit(1);
	}
	memset(block, (int)size, malloc_usable_size(block));
}

static void drop(void *block, size_t size)
{
	for (size_t i = 0; i < size; i++)
		if (((unsigned char *)block)[i] != (unsigned char)size)
			exit(2);
	give(block);
}

// EXPECT: plain allocs=2 alloc_bytes=1100 frees=2 freed_bytes=1100 peak_bytes=1100
PROFILE void plain(size_t n)
{
	void *a = malloc(10 * n), *b = calloc(n, 1);
	for (size_t i = 0; i < n; i++)
		if (((char *)b)[i])
			exit(3);
	fill(a, 16, 10 * n);
	fill(b, 16, n);
	drop(a, 10 * n);
	drop(b, n);
}

// EXPECT: sizes allocs=40 alloc_bytes=1048575 frees=40 freed_bytes=1048575
PROFILE void sizes(size_t n)
{
	for (size_t size = n / 200; size < 524288 * n / 100; size = size * 2 + 1) {
		void *a = malloc(size), *b = malloc(1);
		fill(a, size < 16 ? 8 : 16, size);
		fill(b, 8, 1);
		give(a);
		give(b);
	}
}

// EXPECT: aligned allocs=7 alloc_bytes=4660 frees=7 freed_bytes=4660 peak_bytes=4660
PROFILE void aligned(size_t n)
{
	void *blocks[7] = { aligned_alloc(64, 64), memalign(32, n), NULL, valloc(n), PVALLOC(n),
			    aligned_alloc(4096, 4096), memalign(16, n) };
	static const size_t alignment[7] = { 64, 32, 256, 4096, 4096, 4096, 16 };
	if (posix_memalign(&blocks[2], 256, n))
		exit(4);
	for (int i = 0; i < 7; i++)
		fill(blocks[i], alignment[i], 64);
	for (int i = 0; i < 7; i++)
		give(blocks[i]);
}

// realloc is one free and one allocation, never both at once.
// EXPECT: resized allocs=5 alloc_bytes=200350 frees=5 freed_bytes=200350 peak_bytes=200000
PROFILE void resized(size_t n)
{
	char *a = realloc(NULL, n);
	memset(a, 7, n);
	a = realloc(a, n / 2);
	a = realloc(a, 2000 * n);
	a = reallocarray(a, n / 10, 10);
	a = realloc(a, n);
	for (size_t i = 0; i < n / 2; i++)
		if (a[i] != 7)
			exit(5);
	give(a);
}

// EXPECT: sized allocs=3 alloc_bytes=400 frees=3 freed_bytes=400
PROFILE void sized(size_t n)
{
	void *a = take(n), *b = take(2 * n), *c = aligned_alloc(64, n);
	free_sized ? free_sized(a, n) : free(a);
	free_sized ? free_sized(NULL, 0) : free(NULL);
	free_aligned_sized ? free_aligned_sized(c, 64, n) : free(c);
	give(b);
}

static int family(void)
{
	volatile size_t n = 100;
	plain(n);
	sizes(n);
	aligned(n);
	resized(n);
	sized(n);
	return 0;
}
