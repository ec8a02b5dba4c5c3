/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/*
 * The malloc family: asks the next allocator, then keeps the books. What fails counts as nothing
 * and leaves everything as it was; errno is the next allocator's. The definitions are weak: a
 * program's own malloc wins.
 */
#include "interpose.h"

#include <errno.h>  /* ENOMEM */
#include <malloc.h> /* memalign, valloc, pvalloc, malloc_usable_size */
#include <stdlib.h> /* the rest of the family */

#include "account.h"
#include "binding.h"
#include "block.h"
#include "new.h"
#include "pool.h"

#define FAMILY __attribute__((weak, visibility("default")))
/* What a static program's calls become under the linker's --wrap. */
#define WRAP(name) __asm__(".globl __wrap_" #name "\n.set __wrap_" #name ", " #name)

/* The size to ask for, with room for a tag; what could not be had anyway is passed on as it is. */
static inline size_t with_tag(size_t size)
{
	return likely(size < memfn_big_from) ? size + MEMFN_TAG_SIZE : size;
}

static __attribute__((noinline)) void *malloc_large(size_t size, uint64_t key)
{
	return memfn_made_otherwise(memfn_next.malloc(size), size, key);
}

FAMILY void *malloc(size_t size)
{
	if (unlikely(size >= memfn_big_from))
		return malloc_large(size, MEMFN_EVENT_KEY());
	void *block = memfn_next.malloc(size + MEMFN_TAG_SIZE);
	return memfn_made(block, size, MEMFN_EVENT_KEY());
}
WRAP(malloc);

/* These definitions, whosever the names stand for in the end. */
void *memfn_own_malloc(size_t size) __attribute__((visibility("hidden")));
void memfn_own_free(void *block) __attribute__((visibility("hidden")));
__asm__(".globl memfn_own_malloc\n.hidden memfn_own_malloc\n.set memfn_own_malloc, malloc");
__asm__(".globl memfn_own_free\n.hidden memfn_own_free\n.set memfn_own_free, free");

/* A stub of the executable's may stand for malloc's address; then calls of free tell. */
bool memfn_malloc_is_ours(void)
{
	static enum { UNKNOWN, OURS, NOT_OURS } calls;
	void *(*seen)(size_t) = malloc;
	__asm__("" : "+r"(seen));
	if (likely(seen == memfn_own_malloc))
		return true;
	if (calls == UNKNOWN)
		calls = memfn_bound_call("free") == (void *)memfn_own_free ? OURS : NOT_OURS;
	return calls == OURS;
}

FAMILY void free(void *block)
{
	memfn_free(block, MEMFN_EVENT_KEY());
}
WRAP(free);

FAMILY void *calloc(size_t count, size_t size)
{
	size_t bytes;
	if (unlikely(__builtin_mul_overflow(count, size, &bytes)))
		return memfn_next.calloc(count, size);
	void *block = memfn_next.calloc(1, with_tag(bytes));
	return memfn_made(block, bytes, MEMFN_EVENT_KEY());
}
WRAP(calloc);

static void *move_from_pool(void *block, size_t size, uint64_t key)
{
	size_t old = memfn_pool_size(block);
	void *fresh = memfn_made(memfn_next.malloc(with_tag(size)), size, key);
	if (fresh)
		memcpy(fresh, block, old < size ? old : size);
	return fresh;
}

static __attribute__((noinline)) void *resize_otherwise(void *block, size_t size, uint64_t key)
{
	if (unlikely(memfn_in_pool(block)))
		return move_from_pool(block, size, key);
	size_t usable = memfn_usable_size(block);
	struct memfn_block old;
	enum memfn_found found = memfn_block_take(block, usable, &old);
	void *fresh = memfn_next.realloc(block, size ? with_tag(size) : 0);
	if (unlikely(!fresh && size)) {
		memfn_block_put_back(block, usable, found, old);
		return NULL;
	}
	memfn_count_taken(block, found, old, key);
	return memfn_made(fresh, size, key);
}

/* Counted only when it has succeeded. A handler that ran in the next allocator's realloc may have
 * changed how events are recorded. */
static inline void *resize(void *block, size_t size, uint64_t key)
{
	struct memfn_thread *t = &memfn_self;
	uint64_t plain, *tag;
	if (!block)
		return memfn_made(memfn_next.malloc(with_tag(size)), size, key);
	if (unlikely(!size || !memfn_goes_shortest(t->top, key) || !(tag = memfn_sight(block, &plain))))
		return resize_otherwise(block, size, key);
	if (unlikely(t->top->high < 0))
		memfn_marks_begin(t);
	*tag = 0;
	void *fresh = memfn_next.realloc(block, with_tag(size));
	if (unlikely(!fresh)) {
		memfn_tag_store(tag, block, plain);
		return NULL;
	}
	memfn_note_temporary(t, block);
	memfn_count_gone(t, plain);
	return memfn_made(fresh, size, key);
}

FAMILY void *realloc(void *block, size_t size)
{
	return resize(block, size, MEMFN_EVENT_KEY());
}
WRAP(realloc);

/* A program that has a malloc of its own may leave the rest of the family to libc, whose functions
 * call the program's: ours, which stand before libc's, do so too and touch nothing. */
FAMILY void *reallocarray(void *block, size_t count, size_t size)
{
	size_t bytes;
	if (unlikely(__builtin_mul_overflow(count, size, &bytes))) {
		errno = ENOMEM;
		return NULL;
	}
	if (unlikely(!memfn_malloc_is_ours()))
		return realloc(block, bytes);
	return resize(block, bytes, MEMFN_EVENT_KEY());
}
WRAP(reallocarray);

/* Blocks aligned to a page or more get no tag: 8 bytes more could touch a page, or double them. */
static inline void *made_aligned(void *block, size_t alignment, size_t size, uint64_t key)
{
	if (likely(block && memfn_malloc_is_ours()))
		memfn_count_alloc(block, size, memfn_usable_size(block), alignment >= MEMFN_PAGE, key);
	return block;
}

static inline size_t with_tag_aligned(size_t alignment, size_t size)
{
	return alignment >= MEMFN_PAGE || !memfn_malloc_is_ours() ? size : with_tag(size);
}

FAMILY void *memalign(size_t alignment, size_t size)
{
	void *block = memfn_next.memalign(alignment, with_tag_aligned(alignment, size));
	return made_aligned(block, alignment, size, MEMFN_EVENT_KEY());
}
WRAP(memalign);

/* With a tag the size is no multiple of the alignment, which strict allocators ask for here; they
 * ask for a power of two first, and glibc before 2.38 for neither. */
FAMILY void *aligned_alloc(size_t alignment, size_t size)
{
	bool power = alignment && !(alignment & (alignment - 1));
	size_t asked = with_tag_aligned(alignment, size);
	void *block = power && memfn_next.memalign
					  ? memfn_next.memalign(alignment, asked)
					  : memfn_next.aligned_alloc(alignment, power ? size : asked);
	return made_aligned(block, alignment, size, MEMFN_EVENT_KEY());
}
WRAP(aligned_alloc);

FAMILY int posix_memalign(void **block, size_t alignment, size_t size)
{
	int result = memfn_next.posix_memalign(block, alignment, with_tag_aligned(alignment, size));
	if (!result)
		made_aligned(*block, alignment, size, MEMFN_EVENT_KEY());
	return result;
}
WRAP(posix_memalign);

FAMILY void *valloc(size_t size)
{
	return made_aligned(memfn_next.memalign(MEMFN_PAGE, size), MEMFN_PAGE, size, MEMFN_EVENT_KEY());
}
WRAP(valloc);

/* By memalign, for not every allocator has it: then libc's would stand next. */
FAMILY void *pvalloc(size_t size)
{
	size_t pages;
	if (unlikely(__builtin_add_overflow(size, MEMFN_PAGE - 1, &pages))) {
		errno = ENOMEM;
		return NULL;
	}
	return made_aligned(memfn_next.memalign(MEMFN_PAGE, pages & ~(size_t)(MEMFN_PAGE - 1)),
						MEMFN_PAGE, size, MEMFN_EVENT_KEY());
}
WRAP(pvalloc);

FAMILY size_t malloc_usable_size(void *block)
{
	if (!block)
		return 0;
	if (unlikely(memfn_in_pool(block)))
		return memfn_pool_size(block);
	if (unlikely(!memfn_malloc_is_ours()))
		return memfn_next.usable_size(block);
	size_t usable = memfn_usable_size(block);
	return usable - memfn_tag_room(block, usable);
}
WRAP(malloc_usable_size);

/* C23, which this libc does not declare yet. */
void free_sized(void *block, size_t size);
void free_aligned_sized(void *block, size_t alignment, size_t size);

/* The size is the caller's word for what is known here anyway. */
FAMILY void free_sized(void *block, size_t size)
{
	(void)size;
	if (unlikely(!memfn_malloc_is_ours()))
		free(block);
	else
		memfn_free(block, MEMFN_EVENT_KEY());
}
WRAP(free_sized);

FAMILY void free_aligned_sized(void *block, size_t alignment, size_t size)
{
	(void)alignment;
	(void)size;
	if (unlikely(!memfn_malloc_is_ours()))
		free(block);
	else
		memfn_free(block, MEMFN_EVENT_KEY());
}
WRAP(free_aligned_sized);

FAMILY int pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
						  void *(*function)(void *), void *argument)
{
	return memfn_thread_create(thread, attributes, function, argument, MEMFN_EVENT_KEY());
}
WRAP(pthread_create);

FAMILY int thrd_create(thrd_t *thread, thrd_start_t function, void *argument)
{
	return memfn_thread_create_c11(thread, function, argument, MEMFN_EVENT_KEY());
}
WRAP(thrd_create);

/* --- for new.c ------------------------------------------------------------------------------ */

void *memfn_new_next(const char *name)
{
	return memfn_next_function(name);
}

void *memfn_new_malloc(size_t size, uint64_t key)
{
	return memfn_made(memfn_next.malloc(with_tag(size)), size, key);
}

void *memfn_new_memalign(size_t alignment, size_t size, uint64_t key)
{
	void *block = memfn_next.memalign(alignment, with_tag_aligned(alignment, size));
	return made_aligned(block, alignment, size, key);
}

void memfn_new_free(void *block, uint64_t key)
{
	memfn_free(block, key);
}
