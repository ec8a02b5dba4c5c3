// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A program with a malloc of its own keeps it: calls are counted, memory is not, and one line says so.
// RUN: %each %clang_memfn -fno-builtin %s -- 'MEMFN_OUTPUT=p.out ./prog 2>err && %expect p.out %s && grep -c "memory is not tracked" err | grep -x 1'
#include <stdio.h>
#include <string.h>

#define PROFILE __attribute__((annotate("memprof")))

static _Alignas(16) char arena[1 << 20];
static size_t used;

void *malloc(size_t size)
{
	size_t *block = (size_t *)(arena + used);
	used += (size + 31) & ~(size_t)15;
	*block = size;
	return block + 2;
}
void free(void *block)
{
	(void)block;
}
void *calloc(size_t count, size_t size)
{
	return malloc(count * size);
}
void *realloc(void *block, size_t size)
{
	return block ? memcpy(malloc(size), block, size) : malloc(size);
}

// EXPECT: f calls=10 allocs=0
PROFILE void *f(void)
{
	void *block = malloc(100);
	free(block);
	return block;
}

// EXPECT: totals calls=10 allocs=0 peak_bytes=0
// EXPECT: process state=exited
int main(void)
{
	for (int i = 0; i < 10; i++) {
		char *block = f();
		if (block < arena || block >= arena + sizeof arena)
			return 1;
	}
	return 0;
}
