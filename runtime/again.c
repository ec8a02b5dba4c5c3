/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/*
 * An allocator may serve calloc by calling malloc, by that name, which is ours again: one block
 * would be counted twice. So each entry's first calls are made hidden and watched; where nothing
 * came back, the entry is then called as it is. Signals wait meanwhile, since what a handler calls
 * would be hidden, too, and look like the allocator's. Nothing is asked of the allocator that the
 * program did not ask: each call counts where the n-th is made to fail.
 */
#include "again.h"

#include <stddef.h>

#include "api.h"
#include "atomic.h"
#include "interpose.h"
#include "os.h"

__thread uint32_t memfn_hidden_events;

static struct memfn_next real;

/* `tells` says that this call shows what the entry does; one that has come back stays hidden. */
#define WATCHED(entry, type, call, tells)                                                          \
	({                                                                                             \
		static bool comes_back;                                                                    \
		uint64_t signals_ = memfn_os_block_signals();                                              \
		uint32_t before_ = memfn_hidden_events;                                                    \
		int hidden_ = __memfn_hide();                                                              \
		type result_ = call;                                                                       \
		if (hidden_)                                                                               \
			__memfn_show();                                                                        \
		bool came_back_ = before_ != memfn_hidden_events;                                          \
		memfn_os_restore_signals(signals_);                                                        \
		if (came_back_)                                                                            \
			comes_back = true;                                                                     \
		else if (hidden_ && !comes_back && (tells))                                                \
			memfn_next.entry = real.entry;                                                         \
		result_;                                                                                   \
	})

static void *watched_malloc(size_t size)
{
	return WATCHED(malloc, void *, real.malloc(size), true);
}

static void *watched_calloc(size_t count, size_t size)
{
	return WATCHED(calloc, void *, real.calloc(count, size), true);
}

static void *watched_realloc(void *block, size_t size)
{
	return WATCHED(realloc, void *, real.realloc(block, size), block &&result_ != block);
}

static void *watched_memalign(size_t alignment, size_t size)
{
	return WATCHED(memalign, void *, real.memalign(alignment, size), true);
}

static void *watched_aligned_alloc(size_t alignment, size_t size)
{
	return WATCHED(aligned_alloc, void *, real.aligned_alloc(alignment, size), true);
}

static int watched_posix_memalign(void **block, size_t alignment, size_t size)
{
	return WATCHED(posix_memalign, int, real.posix_memalign(block, alignment, size), true);
}

void memfn_watch_next(void)
{
	real = memfn_next;
	memfn_next.malloc = watched_malloc;
	memfn_next.calloc = watched_calloc;
	memfn_next.realloc = watched_realloc;
	memfn_next.posix_memalign = watched_posix_memalign;
	if (real.memalign)
		memfn_next.memalign = watched_memalign;
	if (real.aligned_alloc)
		memfn_next.aligned_alloc = watched_aligned_alloc;
}
