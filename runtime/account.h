/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/*
 * The books of allocations: one block more, one block less. key is that of the event's address (see
 * thread.h). No function here fails: what cannot be charged for want of memory is counted as lost.
 */
#ifndef MEMFN_ACCOUNT_H
#define MEMFN_ACCOUNT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "block.h"

/* A block of `size` bytes was made; leaves its tag, or its entry where it is big or `by_address`. */
void memfn_count_alloc(void *block, size_t size, size_t usable, bool by_address, uint64_t key);
/* A block is about to be given back: counts it and wipes its tag. */
void memfn_count_free(void *block, size_t usable, uint64_t key);

/* The same in steps, for realloc: what the block is (its tag is wiped), then either as it was, or
 * the count of its end. */
enum memfn_found memfn_block_take(void *block, size_t usable, struct memfn_block *what);
void memfn_block_put_back(void *block, size_t usable, enum memfn_found found,
			  struct memfn_block what);
void memfn_count_taken(void *block, enum memfn_found found, struct memfn_block what, uint64_t key);

/* How many of the usable bytes are the runtime's: 0 or 8. */
size_t memfn_tag_room(void *block, size_t usable);

#endif
