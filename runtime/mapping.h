/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/*
 * mmap=1: the books of what the program itself maps, a domain of its own beside the heap. Ranges
 * are known by their addresses, so that a part of one can go. Everything under the lock, which
 * these functions take: a mapping is a system call anyhow.
 */
#ifndef MEMFN_MAPPING_H
#define MEMFN_MAPPING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

extern bool memfn_mapping_on;

/* The range is the program's from now on, charged to the frame that is current at an event with
 * this key. What lay there before is gone. */
void memfn_mapped(uintptr_t from, size_t size, uint64_t key);
/* No longer. */
void memfn_unmapped(uintptr_t from, size_t size);
/* Whether the range begins in one that is the program's. */
bool memfn_is_mapped(uintptr_t from);

/* In a child made by fork: what there is, is inherited. Lock held. */
void memfn_mapping_reset(void);

#endif
