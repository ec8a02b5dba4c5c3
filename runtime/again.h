/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Allocators whose entries call one another by name. */
#ifndef MEMFN_AGAIN_H
#define MEMFN_AGAIN_H

#include <stdint.h>

/* How many events were nobody's, as their thread was hidden. */
extern __thread uint32_t memfn_hidden_events __attribute__((visibility("hidden")));

/* The entries of the next allocator, found a moment ago, are watched from now on. */
void memfn_watch_next(void);

#endif
