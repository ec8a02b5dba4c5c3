// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Two blocks that begin in one page, a block where another one was whose end nobody saw, blocks at
// odd places and above what a page's entry can hold: each keeps its own size. The allocator puts
// the next block where it is told to.
// RUN: rm -rf %t && mkdir %t && cd %t && %clang -DALLOCATOR -O1 -fno-builtin -fPIC -shared %s -o liballocator.so -Wl,-soname,liballocator.so
// RUN: for level in -O0 -O2; do %clang_memfn $level -fno-builtin %s -o prog %link_static -L. -lallocator -Wl,-rpath,$PWD && MEMFN_OUTPUT=p.out ./prog && %expect p.out %s || exit 1; done
#include <stddef.h>
#include <stdint.h>

#include "../Inputs/take.h"

enum { PAGE = 4096, PLACES = 64 * PAGE };

extern char *next_place;
extern char places[PLACES];

#ifdef ALLOCATOR
extern void *__libc_malloc(size_t size);
extern void __libc_free(void *block);

char *next_place;
char places[PLACES] __attribute__((aligned(4096)));

static size_t sizes[PLACES / 128];

static int is_placed(const void *block)
{
	return (uintptr_t)block - (uintptr_t)places < PLACES;
}

static size_t *size_at(const void *block)
{
	return &sizes[((uintptr_t)block - (uintptr_t)places) / 128];
}

void *malloc(size_t size)
{
	char *place = next_place;
	if (!place)
		return __libc_malloc(size);
	next_place = NULL;
	*size_at(place) = size;
	return place;
}

void *memalign(size_t alignment, size_t size)
{
	(void)alignment; /* the program asks for a place that has it */
	return malloc(size);
}

void free(void *block)
{
	if (is_placed(block))
		*size_at(block) = 0;
	else
		__libc_free(block);
}

size_t malloc_usable_size(void *block)
{
	return is_placed(block) ? *size_at(block) : (((size_t *)block)[-1] & ~(size_t)15) - 8;
}
#else

static char *place(size_t page, size_t offset)
{
	return next_place = places + page * PAGE + offset;
}

// EXPECT: shared calls=4 allocs=8 frees=8 alloc_bytes=30384 freed_bytes=30384 leaked_blocks=0
PROFILE void shared(size_t offset, int small_first)
{
	place(1, small_first ? 0 : offset);
	void *first = small_first ? aligned_alloc(PAGE, 96) : malloc(7500);
	place(1, small_first ? offset : 0);
	void *second = small_first ? malloc(7500) : aligned_alloc(PAGE, 96);
	free(small_first ? first : second);
	free(small_first ? second : first);
}

// EXPECT: unseen allocs=4 frees=2 alloc_bytes=72000 freed_bytes=45000
PROFILE void unseen(void)
{
	static const size_t before[] = { 5000, 22000 }, after[] = { 40000, 5000 };
	for (int i = 0; i < 2; i++) {
		place(20 + i * 20, 0);
		malloc(before[i]);
		char *same = place(20 + i * 20, 0);
		malloc(after[i]);
		free(same);
	}
}

// EXPECT: odd allocs=6 frees=6 alloc_bytes=77119 freed_bytes=77119 leaked_blocks=0
PROFILE void odd(void)
{
	static const size_t offsets[] = { 0, 128, 1024, 2048, 3072, 3968 };
	static const size_t sizes[] = { 16383, 16384, 4096, 8191, 16383, 15682 };
	void *blocks[6];
	for (int i = 0; i < 6; i++) {
		place(8 * (size_t)i + 1, offsets[i]);
		blocks[i] = malloc(sizes[i]);
	}
	for (int i = 0; i < 6; i++)
		free(blocks[i]);
}

// EXPECT: foreign frees=0
PROFILE void foreign(void)
{
	char *block = place(2, 0);
	malloc(6000);
	free(block + PAGE); /* an invalid one: begins in a page in which no block begins */
}

// EXPECT: trust foreign_frees=1
int main(void)
{
	for (int i = 0; i < 4; i++)
		shared(i / 2 ? 128 : 1024, i % 2);
	unseen();
	odd();
	foreign();
	return 0;
}
#endif
