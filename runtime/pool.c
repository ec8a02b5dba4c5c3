/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
#include "pool.h"

#include <string.h>

char memfn_pool[MEMFN_POOL_SIZE] __attribute__((aligned(16)));

static size_t used;

/* Set in the word before a block, which glibc's blocks have for mappings: memfn_usable_at_sight. */
enum { MAPPED = 2 };

void *memfn_pool_take(size_t size, size_t alignment)
{
	if (alignment < 16)
		alignment = 16;
	size_t at = (used + 16 + alignment - 1) & ~(alignment - 1);
	if (size > MEMFN_POOL_SIZE || at > MEMFN_POOL_SIZE - size)
		return NULL;
	used = at + size;
	size_t head = size << 3 | MAPPED;
	memcpy(memfn_pool + at - sizeof head, &head, sizeof head);
	return memfn_pool + at;
}

size_t memfn_pool_size(const void *block)
{
	size_t size;
	memcpy(&size, (const char *)block - sizeof size, sizeof size);
	return size >> 3;
}
