/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/*
 * What the program itself maps and unmaps. glibc's own mappings, malloc's among them, do not come
 * by here; those of another allocator do, and are told by where the call comes from.
 */
#include <errno.h> /* ENOSYS */
#include <stdarg.h>
#include <sys/mman.h>
#include <unistd.h> /* brk, sbrk */

#include "interpose.h"
#include "library.h"
#include "mapping.h"
#include "mmap.h"
#include "os.h"
#include "say.h"
#include "start.h"

#define FAMILY __attribute__((weak, visibility("default")))
#define WRAP(name) __asm__(".globl __wrap_" #name "\n.set __wrap_" #name ", " #name)
#define REAL __attribute__((weak))

REAL void *__real_mmap(void *, size_t, int, int, int, off_t);
REAL int __real_munmap(void *, size_t);
REAL void *__real_mremap(void *, size_t, size_t, int, ...);
REAL int __real_brk(void *);
REAL void *__real_sbrk(intptr_t);

static struct {
	void *(*mmap)(void *, size_t, int, int, int, off_t);
	int (*munmap)(void *, size_t);
	void *(*mremap)(void *, size_t, size_t, int, ...);
	int (*brk)(void *);
	void *(*sbrk)(intptr_t);
} next;

static void find_next(void)
{
	if (__real_mmap) {
		next.mmap = __real_mmap;
		next.munmap = __real_munmap;
		next.mremap = __real_mremap;
		next.brk = __real_brk;
		next.sbrk = __real_sbrk;
		return;
	}
	next.munmap = memfn_next_function("munmap");
	next.mremap = memfn_next_function("mremap");
	next.brk = memfn_next_function("brk");
	next.sbrk = memfn_next_function("sbrk");
	next.mmap = memfn_next_function("mmap"); /* last: the others are there with it */
}

/* A copy that is not in front is not called, and what a dlsym that fails allocates would count. */
static __attribute__((constructor(101))) void find_next_early(void)
{
	if (memfn_is_in_front())
		find_next();
}

static inline void be_ready(void)
{
	if (__builtin_expect(!next.mmap, 0))
		find_next();
}

/* --- whose calls count ---------------------------------------------------------------------- */

static uintptr_t allocator_low, allocator_high;

bool memfn_mmap_start(void)
{
	void *(*seen)(void *, size_t, int, int, int, off_t) = mmap;
	extern void *memfn_own_mmap(void *, size_t, int, int, int, off_t)
		__attribute__((visibility("hidden")));
	__asm__("" : "+r"(seen));
	if (seen != memfn_own_mmap) {
		memfn_say("MEMFN_OPTIONS: mmap=1: this program has an mmap of its own: not tracked");
		return false;
	}
	if (!__real_mmap) /* a static program has one object, and dlsym only an error to make */
		memfn_library_bounds(memfn_next_function("malloc"), &allocator_low, &allocator_high);
	return memfn_mapping_on = true;
}

static inline bool is_programs(const void *caller)
{
	uintptr_t address = (uintptr_t)caller;
	return memfn_mapping_on && !(address >= allocator_low && address < allocator_high);
}

#define CALLER __builtin_extract_return_addr(__builtin_return_address(0))

/* --- the calls ------------------------------------------------------------------------------ */

static inline void *map(void *where, size_t size, int protection, int flags, int fd, off_t offset,
						const void *caller, uint64_t key)
{
	be_ready();
	void *memory = next.mmap(where, size, protection, flags, fd, offset);
	if (memory == MAP_FAILED || !is_programs(caller))
		return memory;
	if (flags & MAP_ANONYMOUS)
		memfn_mapped((uintptr_t)memory, memfn_whole_pages(size), key);
	else if (flags & MAP_FIXED)
		memfn_unmapped((uintptr_t)memory, memfn_whole_pages(size));
	return memory;
}

FAMILY void *mmap(void *where, size_t size, int protection, int flags, int fd, off_t offset)
{
	return map(where, size, protection, flags, fd, offset, CALLER, MEMFN_EVENT_KEY());
}
WRAP(mmap);
__asm__(".globl memfn_own_mmap\n.hidden memfn_own_mmap\n.set memfn_own_mmap, mmap");

#undef mmap64 /* musl has a macro of that name */
FAMILY void *mmap64(void *where, size_t size, int protection, int flags, int fd, off64_t offset)
{
	return map(where, size, protection, flags, fd, offset, CALLER, MEMFN_EVENT_KEY());
}
WRAP(mmap64);

FAMILY int munmap(void *memory, size_t size)
{
	be_ready();
	/* before, for the place may be another thread's at once; a call that fails is a program's error
	 */
	bool counts = is_programs(CALLER) && !((uintptr_t)memory & (MEMFN_PAGE - 1)) && size;
	if (counts)
		memfn_unmapped((uintptr_t)memory, memfn_whole_pages(size));
	return next.munmap(memory, size);
}
WRAP(munmap);

FAMILY void *mremap(void *memory, size_t size, size_t new_size, int flags, ...)
{
	va_list list;
	va_start(list, flags);
	void *where = flags & (MREMAP_FIXED | MREMAP_DONTUNMAP) ? va_arg(list, void *) : NULL;
	va_end(list);
	be_ready();
	bool counts = is_programs(CALLER) && memfn_is_mapped((uintptr_t)memory);
	void *moved = next.mremap(memory, size, new_size, flags, where);
	if (moved == MAP_FAILED || !counts)
		return moved;
	if (!(flags & MREMAP_DONTUNMAP))
		memfn_unmapped((uintptr_t)memory, memfn_whole_pages(size));
	memfn_mapped((uintptr_t)moved, memfn_whole_pages(new_size), MEMFN_EVENT_KEY());
	return moved;
}
WRAP(mremap);

static void broken(uintptr_t from, uintptr_t to, uint64_t key)
{
	if (to > from)
		memfn_mapped(from, to - from, key);
	else if (to < from)
		memfn_unmapped(to, from - to);
}

FAMILY int brk(void *end)
{
	be_ready();
	void *before = is_programs(CALLER) ? next.sbrk(0) : NULL;
	int result = next.brk(end);
	if (before && !result)
		broken((uintptr_t)before, (uintptr_t)end, MEMFN_EVENT_KEY());
	return result;
}
WRAP(brk);

FAMILY void *sbrk(intptr_t more)
{
	be_ready();
	void *before = next.sbrk(more);
	if (before != (void *)-1 && more && is_programs(CALLER))
		broken((uintptr_t)before, (uintptr_t)before + (uintptr_t)more, MEMFN_EVENT_KEY());
	return before;
}
WRAP(sbrk);
