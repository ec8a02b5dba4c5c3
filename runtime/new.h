/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* What new.c, in an archive of its own, needs of the runtime. Names that an executable exports. */
#ifndef MEMFN_NEW_H
#define MEMFN_NEW_H

#include <stddef.h>
#include <stdint.h>

#define MEMFN_NEW_API __attribute__((visibility("default")))

/* As memfn_next_function. */
MEMFN_NEW_API void *memfn_new_next(const char *name);
/* The next allocator's, counted; null where it has nothing. */
MEMFN_NEW_API void *memfn_new_malloc(size_t size, uint64_t key);
MEMFN_NEW_API void *memfn_new_memalign(size_t alignment, size_t size, uint64_t key);
/* Counted, and given back to the next allocator. */
MEMFN_NEW_API void memfn_new_free(void *block, uint64_t key);

#endif
