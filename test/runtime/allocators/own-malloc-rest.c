// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A program's own malloc, calloc, realloc and free serve what libc, and the rest of the family,
// make of them: reallocarray resizes the program's block, strdup and getline get theirs from it.
// RUN: %each %clang_memfn -fno-builtin %s -- 'MEMFN_OUTPUT=p.out ./prog && %expect p.out "f calls=1 allocs=0"'
// RUN: cd %t && %clang -fno-builtin %s -o plain && ./plain
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static _Alignas(16) char arena[1 << 20];
static size_t used;

void *malloc(size_t size)
{
	size_t *block = (size_t *)(arena + used);
	used += (size + 31) & ~(size_t)15;
	*block = size;
	return block + 2;
}
static int mine(void *block)
{
	return (char *)block >= arena && (char *)block < arena + sizeof arena;
}
void free(void *block)
{
	if (block && !mine(block))
		__builtin_trap();
}
void *calloc(size_t count, size_t size)
{
	return memset(malloc(count * size), 0, count * size);
}
void *realloc(void *block, size_t size)
{
	size_t old = block ? ((size_t *)block)[-2] : 0;
	void *fresh = malloc(size);
	return block ? memcpy(fresh, block, old < size ? old : size) : fresh;
}

void *reallocarray(void *block, size_t count, size_t size);
void free_sized(void *block, size_t size) __attribute__((weak));
void free_aligned_sized(void *block, size_t alignment, size_t size) __attribute__((weak));

__attribute__((annotate("memprof"))) static int f(void)
{
	char *block = strcpy(malloc(100), "kept");
	block = reallocarray(block, 20, 10);
	if (!mine(block) || strcmp(block, "kept") || reallocarray(block, (size_t)-1, 2))
		return 1;
	if (free_sized)
		free_sized(block, 200);
	if (free_aligned_sized)
		free_aligned_sized(malloc(64), 16, 64);
	char *copy = strdup("copy"), *line = NULL;
	size_t room = 0;
	FILE *file = fopen("/proc/self/stat", "r");
	return !mine(copy) || !file || getline(&line, &room, file) < 1 || !mine(line) || fclose(file);
}

int main(void)
{
	return f();
}
