/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/*
 * sizes=1: how many allocations of which size each account has, by powers of two. Shared by all
 * threads. The shortest way of malloc knows nothing of it: its gate stays closed meanwhile.
 */
#ifndef MEMFN_SIZES_H
#define MEMFN_SIZES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

extern bool memfn_sizes_on __attribute__((visibility("hidden")));

/* An allocation was charged to an account. Without the lock. */
void memfn_sizes_note(uint32_t account, size_t size);
/* In a child made by fork. Lock held. */
void memfn_sizes_reset(void);

#endif
