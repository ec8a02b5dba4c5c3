/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/*
 * Blocks of a page to three, on allocators that keep their own records apart: six bytes for each
 * page of the heap, found by address as a processor finds its page tables. Such blocks lie side by
 * side; an entry of the table of large blocks takes several times as much. No lock: what stands
 * there of a block is written only by who makes or frees it. Any thread, any handler.
 */
#ifndef MEMFN_PAGES_H
#define MEMFN_PAGES_H

#include <stdbool.h>

#include "block.h"

/* False where the block is none of these, where another one begins in the same page, and for want
 * of memory: then it goes to the table of large blocks. */
bool memfn_pages_add(const void *block, struct memfn_block what);
/* Whether the block stands here; taking removes it. */
bool memfn_pages_take(const void *block, struct memfn_block *what);
bool memfn_pages_look(const void *block, struct memfn_block *what);
/* In a child made by fork: all blocks that there are become inherited. */
void memfn_pages_inherit(void);

#endif
