/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* What new.c, in an archive of its own, needs of the runtime. Names that an executable exports. */
#ifndef MEMFN_NEW_H
#define MEMFN_NEW_H

#include <stddef.h>
#include <stdint.h>

/* The key of an event in an operator: see MEMFN_EVENT_KEY. */
#if defined(__x86_64__)
#define MEMFN_NEW_KEY() (0 - ((uint64_t)(uintptr_t)__builtin_frame_address(0) + 8))
#else
#define MEMFN_NEW_KEY() (0 - (uint64_t)(uintptr_t)__builtin_frame_address(0))
#endif

#define MEMFN_NEW_API __attribute__((visibility("default")))

MEMFN_NEW_API void *memfn_new_next(const char *name);
/* The next allocator's, counted; null where it has nothing. */
MEMFN_NEW_API void *memfn_new_malloc(size_t size, uint64_t key);
MEMFN_NEW_API void *memfn_new_memalign(size_t alignment, size_t size, uint64_t key);
MEMFN_NEW_API void memfn_new_free(void *block, uint64_t key);

#endif
