/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/*
 * C++'s operator new and delete, for programs whose allocator brings its own (jemalloc, tcmalloc,
 * mimalloc): those never call malloc. libstdc++'s do; then nothing is done here but to pass on. An
 * archive of its own, libmemfn_new.a, for executables that take libstdc++ from a shared library:
 * elsewhere a definition here would keep the real one out of the link. Sized forms go to the
 * unsized ones, which do not check the size.
 */
#include <dlfcn.h> /* dladdr */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "atomic.h"
#include "interpose.h"
#include "new.h"

#define OPERATOR __attribute__((weak, visibility("default")))

/* Whether a function lies in the object that the next malloc lies in. */
static bool is_the_allocators(const void *function)
{
	Dl_info of_function, of_malloc;
	return dladdr(function, &of_function) && dladdr(memfn_new_next("malloc"), &of_malloc) &&
		   of_function.dli_fbase == of_malloc.dli_fbase;
}

enum { UNKNOWN, PASSES_ON, ALLOCATES };

struct operator_ {
	const char *name;
	void *next;
	int kind;
};

/* Most are libstdc++'s, and pass on. */
static inline bool passes_on(const struct operator_ *op)
{
	return likely(__atomic_load_n(&op->kind, __ATOMIC_ACQUIRE) == PASSES_ON);
}

static bool allocates(struct operator_ *op)
{
	if (__atomic_load_n(&op->kind, __ATOMIC_ACQUIRE) == UNKNOWN) {
		op->next = memfn_new_next(op->name);
		__atomic_store_n(&op->kind, is_the_allocators(op->next) ? ALLOCATES : PASSES_ON,
						 __ATOMIC_RELEASE);
	}
	return op->kind == ALLOCATES;
}

/* An allocator's operators may or may not go through its malloc and free, by name even: its malloc
 * and free themselves are asked, which serve the same heap. Where they have nothing, the operator
 * does what is to be done then. What does not pass on is apart, so that what does keeps no
 * registers. */
#define AND_KEY(...) (__VA_ARGS__, uint64_t key)
#define AND_ITS_KEY(...) (__VA_ARGS__, MEMFN_EVENT_KEY())
#define OTHERWISE static __attribute__((noinline))

#define NEW(mangled, parameters, arguments, block)                                                 \
	static struct operator_ op##mangled = {#mangled, NULL, UNKNOWN};                               \
	OTHERWISE void *otherwise##mangled AND_KEY parameters                                          \
	{                                                                                              \
		void *made = allocates(&op##mangled) ? block : NULL;                                       \
		return made ? made : ((void *(*)parameters)op##mangled.next)arguments;                     \
	}                                                                                              \
	OPERATOR void *mangled parameters;                                                             \
	void *mangled parameters                                                                       \
	{                                                                                              \
		if (passes_on(&op##mangled))                                                               \
			return ((void *(*)parameters)op##mangled.next)arguments;                               \
		return otherwise##mangled AND_ITS_KEY arguments;                                           \
	}

#define DELETE(mangled, parameters, unsized, unsized_parameters, arguments)                        \
	static struct operator_ op##mangled = {#unsized, NULL, UNKNOWN};                               \
	OTHERWISE void otherwise##mangled AND_KEY unsized_parameters                                   \
	{                                                                                              \
		if (allocates(&op##mangled))                                                               \
			memfn_new_free(block, key);                                                            \
		else                                                                                       \
			((void(*) unsized_parameters)op##mangled.next) arguments;                              \
	}                                                                                              \
	OPERATOR void mangled parameters;                                                              \
	void mangled parameters                                                                        \
	{                                                                                              \
		if (passes_on(&op##mangled))                                                               \
			((void(*) unsized_parameters)op##mangled.next) arguments;                              \
		else                                                                                       \
			otherwise##mangled AND_ITS_KEY arguments;                                              \
	}

#define PLAIN memfn_new_malloc(size, key)
#define ALIGNED_TO memfn_new_memalign(alignment, size, key)

NEW(_Znwm, (size_t size), (size), PLAIN)
NEW(_Znam, (size_t size), (size), PLAIN)
NEW(_ZnwmRKSt9nothrow_t, (size_t size, const void *tag), (size, tag), PLAIN)
NEW(_ZnamRKSt9nothrow_t, (size_t size, const void *tag), (size, tag), PLAIN)
NEW(_ZnwmSt11align_val_t, (size_t size, size_t alignment), (size, alignment), ALIGNED_TO)
NEW(_ZnamSt11align_val_t, (size_t size, size_t alignment), (size, alignment), ALIGNED_TO)
NEW(_ZnwmSt11align_val_tRKSt9nothrow_t, (size_t size, size_t alignment, const void *tag),
	(size, alignment, tag), ALIGNED_TO)
NEW(_ZnamSt11align_val_tRKSt9nothrow_t, (size_t size, size_t alignment, const void *tag),
	(size, alignment, tag), ALIGNED_TO)

#define SIZED (void *block, size_t size)
#define ALIGNED (void *block, size_t alignment)
DELETE(_ZdlPv, (void *block), _ZdlPv, (void *block), (block))
DELETE(_ZdaPv, (void *block), _ZdaPv, (void *block), (block))
DELETE(_ZdlPvRKSt9nothrow_t, (void *block, const void *tag), _ZdlPvRKSt9nothrow_t,
	   (void *block, const void *tag), (block, tag))
DELETE(_ZdaPvRKSt9nothrow_t, (void *block, const void *tag), _ZdaPvRKSt9nothrow_t,
	   (void *block, const void *tag), (block, tag))
DELETE(_ZdlPvSt11align_val_t, ALIGNED, _ZdlPvSt11align_val_t, ALIGNED, (block, alignment))
DELETE(_ZdaPvSt11align_val_t, ALIGNED, _ZdaPvSt11align_val_t, ALIGNED, (block, alignment))
DELETE(_ZdlPvSt11align_val_tRKSt9nothrow_t, (void *block, size_t alignment, const void *tag),
	   _ZdlPvSt11align_val_tRKSt9nothrow_t, (void *block, size_t alignment, const void *tag),
	   (block, alignment, tag))
DELETE(_ZdaPvSt11align_val_tRKSt9nothrow_t, (void *block, size_t alignment, const void *tag),
	   _ZdaPvSt11align_val_tRKSt9nothrow_t, (void *block, size_t alignment, const void *tag),
	   (block, alignment, tag))
#pragma GCC diagnostic ignored "-Wunused-parameter"
DELETE(_ZdlPvm, SIZED, _ZdlPv, (void *block), (block))
DELETE(_ZdaPvm, SIZED, _ZdaPv, (void *block), (block))
DELETE(_ZdlPvmSt11align_val_t, (void *block, size_t size, size_t alignment), _ZdlPvSt11align_val_t,
	   ALIGNED, (block, alignment))
DELETE(_ZdaPvmSt11align_val_t, (void *block, size_t size, size_t alignment), _ZdaPvSt11align_val_t,
	   ALIGNED, (block, alignment))
