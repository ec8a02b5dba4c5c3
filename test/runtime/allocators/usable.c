// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A program may write all of what malloc_usable_size tells, and realloc keeps it: no tag is lost.
// The runtime's own bytes are no part of it, and so at most a tag is missing.
// RUN: %each %clang_memfn -fno-builtin %s -- 'MEMFN_OUTPUT=p.out ./prog && %expect p.out %s'
#include <malloc.h>
#include <string.h>

#include "../Inputs/take.h"

// EXPECT: write_all calls=2000 allocs=4000 frees=4000 leaked_blocks=0
PROFILE int write_all(size_t size)
{
	char *block = malloc(size);
	size_t usable = malloc_usable_size(block);
	if (usable < size)
		return 1;
	memset(block, 0xFF, usable);
	block = realloc(block, size * 2);
	for (size_t i = 0; i < size; i++)
		if (block[i] != (char)0xFF)
			return 1;
	memset(block, 0xFF, malloc_usable_size(block));
	free(block);
	return 0;
}

// EXPECT: trust foreign_frees=0
int main(void)
{
	for (size_t size = 1; size <= 1990; size++)
		if (write_all(size))
			return 1;
	for (size_t size = 32000; size < 132000; size += 10000)
		if (write_all(size + size / 10000))
			return 1;
	return 0;
}
