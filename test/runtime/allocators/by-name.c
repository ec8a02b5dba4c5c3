// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// An allocator whose calloc, realloc and aligned forms call malloc and free by those names: each
// block is counted once, by the call that the program made.
// RUN: rm -rf %t && split-file %s %t && cd %t && %clang -O1 -fno-builtin -fno-inline -fsemantic-interposition -shared -fPIC allocator.c -o allocator.so
// RUN: %memfn_clang -O1 -fno-builtin host.c -o static && %clang_memfn -O1 -fno-builtin host.c -o shared %link_shared
// RUN: LD_PRELOAD=./allocator.so MEMFN_OUTPUT=p.out ./static && %expect p.out host.c
// RUN: LD_PRELOAD=%libmemfn_so:./allocator.so MEMFN_OUTPUT=p.out ./shared && %expect p.out host.c

//--- allocator.c
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
void *__libc_malloc(size_t size);
void __libc_free(void *block);
/* Each block has its size before it; aligned ones are as malloc aligns. */
void *malloc(size_t size)
{
	size_t *block = __libc_malloc(size + 16);
	if (!block)
		return NULL;
	block[0] = size;
	return block + 2;
}
void free(void *block)
{
	if (block)
		__libc_free((size_t *)block - 2);
}
size_t malloc_usable_size(void *block)
{
	return block ? ((size_t *)block)[-2] : 0;
}
void *calloc(size_t count, size_t size)
{
	void *block = malloc(count * size);
	return block ? memset(block, 0, count * size) : NULL;
}
void *realloc(void *block, size_t size)
{
	size_t old = malloc_usable_size(block);
	void *fresh = malloc(size);
	if (fresh && block)
		memcpy(fresh, block, old < size ? old : size);
	if (fresh)
		free(block);
	return fresh;
}
void *memalign(size_t alignment, size_t size)
{
	(void)alignment;
	return malloc(size);
}
void *aligned_alloc(size_t alignment, size_t size)
{
	return memalign(alignment, size);
}
int posix_memalign(void **block, size_t alignment, size_t size)
{
	*block = memalign(alignment, size);
	return *block ? 0 : 12;
}

//--- host.c
#include <stdlib.h>
#define PROFILE __attribute__((annotate("memprof")))
static void *volatile block;
// EXPECT: zeroed calls=20 allocs=20 alloc_bytes=20000 frees=20 freed_bytes=20000 peak_bytes=1000
PROFILE static void zeroed(void)
{
	block = calloc(10, 100);
	free(block);
}
// EXPECT: resized calls=20 allocs=60 alloc_bytes=2022000 frees=60 peak_bytes=100000 retained_bytes=0
PROFILE static void resized(void)
{
	block = malloc(100);
	block = realloc(block, 1000);
	block = realloc(block, 100000);
	free(block);
}
// EXPECT: aligned calls=20 allocs=40 alloc_bytes=6000 frees=40 peak_bytes=300
PROFILE static void aligned(void)
{
	void *other = NULL;
	block = aligned_alloc(16, 100);
	if (posix_memalign(&other, 16, 200))
		abort();
	free(block);
	block = other;
	free(block);
}
// EXPECT: totals leaked_bytes=0
int main(void)
{
	for (int i = 0; i < 20; i++)
		zeroed(), resized(), aligned();
	return 0;
}
