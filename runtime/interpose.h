/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* The functions behind ours: those of the next allocator, of libc, of the thread library. */
#ifndef MEMFN_INTERPOSE_H
#define MEMFN_INTERPOSE_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <threads.h>

/* Each entry serves from the start: an allocation before libc can be asked comes from a pool. */
struct memfn_next {
	void *(*malloc)(size_t);
	void *(*calloc)(size_t, size_t);
	void *(*realloc)(void *, size_t);
	void *(*memalign)(size_t, size_t);
	void *(*aligned_alloc)(size_t, size_t);
	int (*posix_memalign)(void **, size_t, size_t);
	void (*free)(void *);
	size_t (*usable_size)(void *);
	int (*pthread_create)(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);
	int (*thrd_create)(thrd_t *, thrd_start_t, void *);
};
extern struct memfn_next memfn_next;

/* Whether the next allocator is glibc's, so that a block's usable size stands before it (malloc.c,
 * "chunk details": the size of the chunk with three flag bits; mmapped chunks apart). Checked at
 * the start against malloc_usable_size. */
extern bool memfn_next_is_glibc __attribute__((visibility("hidden")));
/* While the next allocator is asked for a size for the first time. */
extern bool memfn_next_is_asked __attribute__((visibility("hidden")));

/* What stands before a block of glibc's. A block of the pool says that it is mapped. */
enum { MEMFN_CHUNK_FLAGS = 7, MEMFN_CHUNK_MMAPPED = 2 };

static inline size_t memfn_chunk_head(const void *block)
{
	return ((const size_t *)block)[-1];
}

/* The usable size, where it stands before the block. */
static inline bool memfn_usable_at_sight(const void *block, size_t *usable)
{
	if (!memfn_next_is_glibc)
		return false;
	size_t head = memfn_chunk_head(block);
	*usable = (head & ~(size_t)MEMFN_CHUNK_FLAGS) - sizeof head;
	return !(head & MEMFN_CHUNK_MMAPPED);
}

static inline size_t memfn_usable_size(void *block)
{
	size_t usable;
	return memfn_usable_at_sight(block, &usable) ? usable : memfn_next.usable_size(block);
}

/* Whether the program's malloc is the one of this runtime: a program's own wins over it, and a
 * sanitizer's. */
bool memfn_malloc_is_ours(void);

/* The next definition of a function behind this one; null where there is none. */
void *memfn_next_function(const char *name);

/* As pthread_create and thrd_create, whose results they give. key: of the event. The new thread's
 * path begins where this one's is. */
int memfn_thread_create(pthread_t *thread, const pthread_attr_t *attributes,
						void *(*function)(void *), void *argument, uint64_t key);
int memfn_thread_create_c11(thrd_t *thread, thrd_start_t function, void *argument, uint64_t key);

/* The key of an event in a function that libc's callers call: that of its own return address. Only
 * in the outermost function. In place, so that no register holds it over the call of the next
 * allocator. */
#if defined(__x86_64__)
#if defined(__clang__)
#define MEMFN_RETURN_SLOT() ((uint64_t)(uintptr_t)__builtin_frame_address(0) + 8)
#else /* asks for no frame pointer */
#define MEMFN_RETURN_SLOT() ((uint64_t)(uintptr_t)__builtin_dwarf_cfa() - 8)
#endif
#define MEMFN_EVENT_KEY()                                                                          \
	({                                                                                             \
		uint64_t key_;                                                                             \
		__asm__ volatile("neg %0" : "=r"(key_) : "0"(MEMFN_RETURN_SLOT()) : "cc");                 \
		key_;                                                                                      \
	})
#elif defined(__GNUC__) && !defined(__clang__)
#define MEMFN_EVENT_KEY() (0 - (uint64_t)(uintptr_t)__builtin_dwarf_cfa())
#elif defined(__aarch64__)
#define MEMFN_EVENT_KEY() (0 - (uint64_t)(uintptr_t)__builtin_sponentry())
#else
#define MEMFN_EVENT_KEY() (0 - (uint64_t)(uintptr_t)__builtin_frame_address(0))
#endif

#endif
