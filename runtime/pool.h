/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* A pool for what is allocated while the next allocator is being looked for. Never given back. */
#ifndef MEMFN_POOL_H
#define MEMFN_POOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { MEMFN_POOL_SIZE = 128 << 10 };
extern char memfn_pool[MEMFN_POOL_SIZE] __attribute__((visibility("hidden")));

/* Zeroed memory, or null when the pool is used up. One thread only: there is no other so early. */
void *memfn_pool_take(size_t size, size_t alignment);
/* The size asked for of a block of the pool. */
size_t memfn_pool_size(const void *block);

static inline bool memfn_in_pool(const void *block)
{
	return (uintptr_t)block - (uintptr_t)memfn_pool < MEMFN_POOL_SIZE;
}

#endif
