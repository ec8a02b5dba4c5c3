// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the next allocator is asked for: 8 bytes more for a tag; as it is what has a page or more (on
// another allocator than libc's), is aligned to a page, or cannot be had; memalign for aligned_alloc, which may want multiples; free for what has a
// size, which may check it.
// RUN: rm -rf %t && mkdir %t && cd %t && %clang -DALLOCATOR -O1 -fno-builtin -fPIC -shared %s -o liballocator.so -Wl,-soname,liballocator.so
// RUN: for level in -O0 -O2; do %clang_memfn $level -fno-builtin %s -o prog %link_static -L. -lallocator -Wl,-rpath,$PWD && MEMFN_OUTPUT=p.out ./prog && %expect p.out %s || exit 1; done
#include <malloc.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

extern size_t asked, asked_alignment;
extern char asked_of[32];

#ifdef ALLOCATOR
extern void *__libc_malloc(size_t size), *__libc_realloc(void *block, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size), *__libc_calloc(size_t n, size_t size);
extern void __libc_free(void *block);

size_t asked, asked_alignment;
char asked_of[32];

static void note(const char *entry, size_t size, size_t alignment)
{
	asked = size;
	asked_alignment = alignment;
	strcpy(asked_of, entry);
}

void *malloc(size_t size)
{
	note("malloc", size, 0);
	return __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
	note("calloc", size, count);
	return __libc_calloc(count, size);
}

void *realloc(void *block, size_t size)
{
	note("realloc", size, 0);
	return __libc_realloc(block, size);
}

void *memalign(size_t alignment, size_t size)
{
	note("memalign", size, alignment);
	return __libc_memalign(alignment, size);
}

void *aligned_alloc(size_t alignment, size_t size)
{
	note("aligned_alloc", size, alignment);
	return size % alignment ? NULL : __libc_memalign(alignment, size);
}

int posix_memalign(void **block, size_t alignment, size_t size)
{
	note("posix_memalign", size, alignment);
	*block = __libc_memalign(alignment, size);
	return !*block;
}

void free(void *block)
{
	note("free", 0, 0);
	__libc_free(block);
}

void free_sized(void *block, size_t size)
{
	(void)block;
	(void)size;
	abort();
}

void free_aligned_sized(void *block, size_t alignment, size_t size)
{
	(void)alignment;
	free_sized(block, size);
}
#else
#include "../Inputs/take.h"

void free_sized(void *block, size_t size);
void free_aligned_sized(void *block, size_t alignment, size_t size);

static int wrong;

static void *expect(const char *entry, size_t size, size_t alignment, void *block)
{
	if (asked != size || asked_alignment != alignment || strcmp(asked_of, entry)) {
		char text[200];
		int n = snprintf(text, sizeof text, "%s(%zu, %zu) when it should be %s(%zu, %zu)\n",
				 asked_of, asked_alignment, asked, entry, alignment, size);
		fwrite(text, 1, (size_t)n, stderr);
		wrong = 1;
	}
	return block;
}

static void *posix(size_t alignment, size_t size)
{
	void *block = NULL;
	return posix_memalign(&block, alignment, size) ? NULL : block;
}

// EXPECT: all calls=1 leaked_blocks=0 frees=16 allocs=16
PROFILE void all(void)
{
	volatile size_t much = SIZE_MAX - 3, most = PTRDIFF_MAX;
	void *blocks[15];
	int n = 0;
	setvbuf(stderr, NULL, _IONBF, 0);
	give(take(1)); /* each entry's first call is watched */
	blocks[n++] = expect("malloc", 108, 0, malloc(100));
	blocks[n++] = expect("malloc", 4103, 0, malloc(4095));
	blocks[n++] = expect("malloc", 4096, 0, malloc(4096));
	blocks[n++] = expect("malloc", 1 << 20, 0, malloc(1 << 20));
	blocks[n++] = expect("calloc", 108, 1, calloc(10, 10));
	blocks[n++] = expect("calloc", 70000, 1, calloc(70, 1000));
	blocks[n++] = expect("memalign", 108, 64, memalign(64, 100));
	blocks[n++] = expect("memalign", 100, 4096, memalign(4096, 100));
	blocks[n++] = expect("memalign", 136, 64, aligned_alloc(64, 128));
	blocks[n++] = expect("memalign", 8192, 8192, aligned_alloc(8192, 8192));
	blocks[n++] = expect("posix_memalign", 108, 64, posix(64, 100));
	blocks[n++] = expect("posix_memalign", 100, 8192, posix(8192, 100));
	blocks[n++] = expect("memalign", 10, 4096, valloc(10));
	blocks[n++] = expect("memalign", 4096, 4096, pvalloc(10));
	expect("malloc", much, 0, malloc(much));
	expect("malloc", most, 0, malloc(most));
	expect("calloc", much, 2, calloc(2, much));
	expect("realloc", much, 0, realloc(blocks[0], much));
	blocks[0] = expect("realloc", 208, 0, realloc(blocks[0], 200));
	expect("realloc", 0, 0, realloc(blocks[0], 0));
	free_sized(blocks[1], 4095);
	expect("free", 0, 0, NULL);
	free_aligned_sized(blocks[6], 64, 100);
	expect("free", 0, 0, NULL);
	for (int i = 2; i < n; i++)
		if (i != 6)
			free(blocks[i]);
}

int main(void)
{
	all();
	return wrong;
}
#endif
