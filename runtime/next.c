/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/*
 * Finding the next allocator. At the first call each entry resolves them all: by --wrap's __real_
 * names in a static program, else by dlsym(RTLD_NEXT), which may itself allocate: from the pool.
 */
#include <dlfcn.h> /* dlsym, RTLD_NEXT */
#include <errno.h> /* ENOMEM */
#include <string.h>

#include "again.h"
#include "api.h"
#include "block.h"
#include "interpose.h"
#include "os.h"
#include "pool.h"
#include "thread.h"

extern void *dlsym(void *restrict, const char *restrict) __attribute__((weak));
extern int dladdr(const void *, Dl_info *) __attribute__((weak));

#define WEAK __attribute__((weak))
WEAK void *__real_malloc(size_t);
WEAK void *__real_calloc(size_t, size_t);
WEAK void *__real_realloc(void *, size_t);
WEAK void *__real_memalign(size_t, size_t);
WEAK void *__real_aligned_alloc(size_t, size_t);
WEAK int __real_posix_memalign(void **, size_t, size_t);
WEAK void __real_free(void *);
WEAK size_t __real_malloc_usable_size(void *);
WEAK int __real_pthread_create(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);
WEAK int __real_thrd_create(thrd_t *, thrd_start_t, void *);

/* What dlsym allocates is not the program's: one that finds nothing does, or one of the program's
 * own. Signals wait, since what a handler calls would be hidden, too. A thread that is set up has
 * to be told to look at `busy`; this is no reason to set one up. */
void *memfn_next_function(const char *name)
{
	uint64_t signals = memfn_os_block_signals();
	int hidden = memfn_self.stack && __memfn_hide();
	memfn_self.busy++;
	void *found = dlsym ? dlsym(RTLD_NEXT, name) : NULL;
	memfn_self.busy--;
	if (hidden)
		__memfn_show();
	memfn_os_restore_signals(signals);
	return found;
}

#ifndef __GLIBC__
/* musl's entries call each other by their public names, which are ours: calloc calls malloc, and
 * all aligned ones call aligned_alloc. Those two are all that is asked of it. */
static void *zeroed(size_t count, size_t size)
{
	size_t bytes;
	if (__builtin_mul_overflow(count, size, &bytes)) {
		errno = ENOMEM;
		return NULL;
	}
	void *block = memfn_next.malloc(bytes);
	return block ? memset(block, 0, bytes) : NULL;
}

static int aligned(void **block, size_t alignment, size_t size)
{
	int saved = errno, result = EINVAL;
	if (alignment >= sizeof(void *)) {
		void *fresh = memfn_next.aligned_alloc(alignment, size);
		result = fresh ? 0 : errno;
		*block = fresh ? fresh : *block;
	}
	errno = saved;
	return result;
}

/* Its realloc gives a block for a size of 0, too: one without room for a tag. */
static void *(*realloc_as_it_is)(void *, size_t);

static void *resized(void *block, size_t size)
{
	return realloc_as_it_is(block, size ? size : MEMFN_TAG_SIZE);
}

static void ask_musl_for_little(void)
{
	realloc_as_it_is = memfn_next.realloc;
	memfn_next.realloc = resized;
	memfn_next.calloc = zeroed;
	memfn_next.memalign = memfn_next.aligned_alloc;
	memfn_next.posix_memalign = aligned;
}
#endif

static struct memfn_next by_wrap(void)
{
	return (struct memfn_next){
		__real_malloc,         __real_calloc,         __real_realloc, __real_memalign,
		__real_aligned_alloc,  __real_posix_memalign, __real_free,    __real_malloc_usable_size,
		__real_pthread_create, __real_thrd_create};
}

static struct memfn_next by_name(void)
{
	return (struct memfn_next){
		memfn_next_function("malloc"),         memfn_next_function("calloc"),
		memfn_next_function("realloc"),        memfn_next_function("memalign"),
		memfn_next_function("aligned_alloc"),  memfn_next_function("posix_memalign"),
		memfn_next_function("free"),           memfn_next_function("malloc_usable_size"),
		memfn_next_function("pthread_create"), memfn_next_function("thrd_create")};
}

bool memfn_next_is_glibc;
bool memfn_next_is_asked;

/* Sizes around the ends of bins, each with the next allocator's word for it. */
static bool sizes_stand_before_blocks(void)
{
#if defined(__x86_64__) && defined(__GLIBC__)
	for (size_t size = 1; size < 4096; size += size / 2 + 7) {
		size_t *block = memfn_next.malloc(size);
		if (!block)
			return false;
		size_t head = block[-1], usable = memfn_next.usable_size(block);
		memfn_next.free(block);
		if ((head & 2) || (head & ~(size_t)7) - sizeof head != usable)
			return false;
	}
	return true;
#else
	return false;
#endif
}

/* valgrind's tools that replace malloc do so behind dlsym's back, and call a look before a block an
 * error. They preload an object beside valgrind's own. */
static bool malloc_is_valgrinds(void)
{
	static const char mark[] = "vgpreload_";
	const char *preload = memfn_os_environment("LD_PRELOAD");
	int found = 0;
	for (; preload && (preload = strstr(preload, mark)); preload += sizeof mark - 1)
		found++;
	return found > 1;
}

/* The object that defines gnu_get_libc_version is glibc: whose malloc comes next? */
static bool next_malloc_is_in_libc(void)
{
	Dl_info of_libc, of_malloc;
	if (!dladdr)
		return true; /* static: there is no other, or --wrap found the program's own */
	return dladdr(memfn_next_function("gnu_get_libc_version"), &of_libc) &&
		   dladdr((void *)memfn_next.malloc, &of_malloc) &&
		   of_libc.dli_fbase == of_malloc.dli_fbase;
}

/* What tcmalloc makes for itself at the first question for a size, by operator new, is made now. No
 * other allocator is asked: each call of one counts where the n-th is made to fail. */
static void ask_for_a_size(void)
{
	Dl_info of_malloc;
	if (!dladdr || !dladdr((void *)memfn_next.malloc, &of_malloc) ||
		!strstr(of_malloc.dli_fname, "tcmalloc"))
		return;
	void *block = memfn_next.malloc(1);
	memfn_next_is_asked = true;
	if (block)
		memfn_next.usable_size(block);
	memfn_next_is_asked = false;
	memfn_next.free(block);
}

/* False while it is under way: then the pool serves. Signals wait, since what a handler calls would
 * be hidden, too. */
static int resolve(void)
{
	static int under_way;
	if (under_way)
		return 0;
	under_way = 1;
	uint64_t signals = memfn_os_block_signals();
	int hidden = memfn_self.stack && __memfn_hide();
	memfn_self.busy++;
	memfn_next = __real_malloc ? by_wrap() : by_name();
#ifndef __GLIBC__
	ask_musl_for_little();
#endif
	memfn_next_is_glibc =
		!malloc_is_valgrinds() && next_malloc_is_in_libc() && sizes_stand_before_blocks();
	if (!memfn_next_is_glibc) {
		if (!next_malloc_is_in_libc())
			memfn_big_from = MEMFN_PAGE;
		ask_for_a_size();
		memfn_watch_next();
	}
	memfn_self.busy--;
	if (hidden)
		__memfn_show();
	memfn_gate_open(&memfn_self);
	memfn_os_restore_signals(signals);
	return 1;
}

static void *first_malloc(size_t size)
{
	return resolve() ? memfn_next.malloc(size) : memfn_pool_take(size, 16);
}

static void *first_calloc(size_t count, size_t size)
{
	return resolve() ? memfn_next.calloc(count, size) : memfn_pool_take(count * size, 16);
}

static void *first_realloc(void *block, size_t size)
{
	return resolve() ? memfn_next.realloc(block, size) : NULL;
}

static void *first_memalign(size_t alignment, size_t size)
{
	return resolve() ? memfn_next.memalign(alignment, size) : memfn_pool_take(size, alignment);
}

static void *first_aligned_alloc(size_t alignment, size_t size)
{
	return resolve() ? memfn_next.aligned_alloc(alignment, size) : memfn_pool_take(size, alignment);
}

static int first_posix_memalign(void **block, size_t alignment, size_t size)
{
	if (resolve())
		return memfn_next.posix_memalign(block, alignment, size);
	*block = memfn_pool_take(size, alignment);
	return *block ? 0 : ENOMEM;
}

static void first_free(void *block)
{
	if (resolve())
		memfn_next.free(block);
}

static size_t first_usable_size(void *block)
{
	return resolve() ? memfn_next.usable_size(block) : memfn_pool_size(block);
}

static int first_pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
								void *(*function)(void *), void *argument)
{
	return resolve() ? memfn_next.pthread_create(thread, attributes, function, argument) : EAGAIN;
}

static int first_thrd_create(thrd_t *thread, thrd_start_t function, void *argument)
{
	return resolve() ? memfn_next.thrd_create(thread, function, argument) : thrd_error;
}

struct memfn_next memfn_next = {first_malloc,     first_calloc,        first_realloc,
								first_memalign,   first_aligned_alloc, first_posix_memalign,
								first_free,       first_usable_size,   first_pthread_create,
								first_thrd_create};
