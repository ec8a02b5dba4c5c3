/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/*
 * MemFn's public interface, for C and C++. All of it is optional, and all of it does nothing,
 * cheaply, where the runtime is not linked.
 *
 * Any thread may call all of it; a signal handler only regions and memfn_is_recording. No call
 * changes errno or allocates from the program's heap, and none fails in a way that the program
 * would have to handle: what cannot be had is not recorded. Sizes are bytes asked for. Labels are
 * NUL-terminated UTF-8, and are copied; a null one is empty.
 */
#ifndef MEMFN_H
#define MEMFN_H

#include <stddef.h>
#include <stdint.h>

/* Marks a function to be profiled, or never to be. MEMFN_NEVER wins over lists and --memfn-all.
 * clang before 18 leaves no trace of `annotate` on constructors and destructors; the assumption
 * does, under a warning that is switched off for the attribute's own text alone. */
#if defined(__clang__) && __clang_major__ < 18
#define MEMFN_ATTRIBUTE_(assumption, ...)                                                          \
	_Pragma("clang diagnostic push") _Pragma("clang diagnostic ignored \"-Wunknown-assumption\"")  \
		__attribute__((annotate(__VA_ARGS__), assume(assumption))) _Pragma("clang diagnostic pop")
#elif defined(__clang__)
#define MEMFN_ATTRIBUTE_(assumption, ...) __attribute__((annotate(__VA_ARGS__)))
#else
#define MEMFN_ATTRIBUTE_(assumption, ...)
#endif

#define MEMFN_PROFILE MEMFN_ATTRIBUTE_("memprof", "memprof")
#define MEMFN_NEVER MEMFN_ATTRIBUTE_("memprof_never", "memprof_never")

/* The same, shown under a name of the user's choice, a string literal. */
#define MEMFN_PROFILE_AS(label) MEMFN_ATTRIBUTE_("memprof:" label, "memprof", label)

/* What memfn_measure_end found of this thread since memfn_measure_begin. Net bytes are those live
 * of what this thread allocated, whoever frees it. */
struct memfn_usage {
	uint64_t allocs; /* blocks that this thread allocated, and their bytes */
	uint64_t alloc_bytes;
	int64_t peak_bytes;     /* highest net bytes less those at the beginning; never negative */
	int64_t retained_bytes; /* net bytes at the end less those at the beginning */
	uint64_t ns;            /* between; of the thread's CPU time with clock=cpu */
};

/* --- what the calls below need; not for use by itself ----------------------------------------- */

#ifdef __cplusplus
extern "C" {
#endif

#ifdef MEMFN_RUNTIME
#define MEMFN_WEAK_
#else
#define MEMFN_WEAK_ __attribute__((weak, visibility("default")))
#endif

/* The layout is that of struct memfn_desc in abi.h. */
struct memfn_desc;
struct memfn_region_ {
	const char *name, *pretty, *linkage, *file;
	uint32_t line, flags;
	void *record;
};

extern MEMFN_WEAK_ void __memfn_enter_shared(struct memfn_desc *, void *);
extern MEMFN_WEAK_ void __memfn_exit_shared(struct memfn_desc *, void *);
extern MEMFN_WEAK_ int __memfn_hide(void);
extern MEMFN_WEAK_ void __memfn_show(void);
extern MEMFN_WEAK_ void __memfn_start(void);
extern MEMFN_WEAK_ void __memfn_stop(void);
extern MEMFN_WEAK_ int __memfn_is_recording(void);
extern MEMFN_WEAK_ void __memfn_flush(void);
extern MEMFN_WEAK_ void __memfn_measure_begin(struct memfn_usage *);
extern MEMFN_WEAK_ void __memfn_measure_end(struct memfn_usage *);
extern MEMFN_WEAK_ void __memfn_traced_memory(size_t *, size_t *);
extern MEMFN_WEAK_ void __memfn_reset_peak(void);
extern MEMFN_WEAK_ void __memfn_track(unsigned, const void *, size_t);
extern MEMFN_WEAK_ void __memfn_untrack(unsigned, const void *);
extern MEMFN_WEAK_ void __memfn_untrack_range(unsigned, const void *, size_t);
extern MEMFN_WEAK_ void __memfn_mark(const char *);
extern MEMFN_WEAK_ void __memfn_snapshot(const char *);
extern MEMFN_WEAK_ void __memfn_stack(const void *, size_t);
extern MEMFN_WEAK_ void __memfn_stack_switched(void);

#ifndef MEMFN_RUNTIME

#define MEMFN_API_ MEMFN_NEVER static __inline__ __attribute__((always_inline, unused))

/* --- recording -------------------------------------------------------------------------------- */

/* Recording begins, or goes on, with empty stacks of frames; nothing where it is on. */
MEMFN_API_ void memfn_start(void)
{
	if (__memfn_start)
		__memfn_start();
}

/* Recording stops: each thread's open frames end at its next event. Blocks made from now on belong
 * to no account; the end of those that were counted is still counted. */
MEMFN_API_ void memfn_stop(void)
{
	if (__memfn_stop)
		__memfn_stop();
}

/* 1 while recording, else 0. */
MEMFN_API_ int memfn_is_recording(void)
{
	return __memfn_is_recording ? __memfn_is_recording() : 0;
}

/* Brings the profile on disk up to now. It is valid at every moment anyhow; this is for profiles
 * kept in memory (live=none), which are written here too. */
MEMFN_API_ void memfn_flush(void)
{
	if (__memfn_flush)
		__memfn_flush();
}

/* --- figures while the program runs ----------------------------------------------------------- */

/* What this thread does from here to memfn_measure_end of the same struct: figures stand in it
 * then. Pairs may overlap, and begin and end in different functions of one thread. A begin of the
 * same struct again forgets the one before; without a begin, and while recording is off, an end
 * gives zeros. Both take time in proportion to the open frames and the lines that allocated; in
 * between nothing is slower. */
MEMFN_API_ void memfn_measure_begin(struct memfn_usage *usage)
{
	usage->allocs = usage->alloc_bytes = usage->ns = 0;
	usage->peak_bytes = usage->retained_bytes = 0;
	if (__memfn_measure_begin)
		__memfn_measure_begin(usage);
}

MEMFN_API_ void memfn_measure_end(struct memfn_usage *usage)
{
	if (__memfn_measure_end)
		__memfn_measure_end(usage);
}

/* Bytes live now, and their peak since the start or the last memfn_reset_peak, of the process. With
 * several threads the peak may be off as the profile's may. Either pointer may be null. */
MEMFN_API_ void memfn_traced_memory(size_t *current, size_t *peak)
{
	if (current)
		*current = 0;
	if (peak)
		*peak = 0;
	if (__memfn_traced_memory)
		__memfn_traced_memory(current, peak);
}

/* The peak that memfn_traced_memory gives starts at what is live now; no figure of the profile
 * changes. */
MEMFN_API_ void memfn_reset_peak(void)
{
	if (__memfn_reset_peak)
		__memfn_reset_peak();
}

/* A checkpoint in the profile: CPU times, RSS, its peak, swap, live bytes and their peak. Reads
 * /proc/self/status; nothing while recording is off. */
MEMFN_API_ void memfn_mark(const char *label)
{
	if (__memfn_mark)
		__memfn_mark(label);
}

/* A picture of all figures in the profile, open frames included; other threads go on meanwhile.
 * Takes time in proportion to what there is to look at; nothing while recording is off. */
MEMFN_API_ void memfn_snapshot(const char *label)
{
	if (__memfn_snapshot)
		__memfn_snapshot(label);
}

/* --- fibres ----------------------------------------------------------------------------------- */

/* The program itself switches to these `size` bytes from `low` on as to a stack: it gets frames of
 * its own, below the path where this is called, which wait while others run. To be called before
 * the first switch to it, and again where the memory is another fibre's. makecontext and threads
 * need no call. */
MEMFN_API_ void memfn_stack(const void *low, size_t size)
{
	if (__memfn_stack)
		__memfn_stack(low, size);
}

/* After a switch, on the stack that goes on: without it the first allocation there may be charged
 * to no line, or to one of the stack that was left. */
MEMFN_API_ void memfn_stack_switched(void)
{
	if (__memfn_stack_switched)
		__memfn_stack_switched();
}

/* --- pools and arenas ------------------------------------------------------------------------- */

/* The program's own allocator made, or took back, this range: counted as an allocation by the
 * current frame, or a free. A domain is any number from 1 to 65,534 (with another nothing is done);
 * the same range in two domains is two blocks. Tracking an address again ends the block that was
 * there; untracking one that is not tracked does nothing. A block that could not be had is not to
 * be tracked: null is an address like others. Memory that the pool itself got from malloc counts
 * twice unless the pool asked for it in MEMFN_UPSTREAM. */
MEMFN_API_ void memfn_track(unsigned domain, const void *block, size_t size)
{
	if (__memfn_track)
		__memfn_track(domain, block, size);
}

MEMFN_API_ void memfn_untrack(unsigned domain, const void *block)
{
	if (__memfn_untrack)
		__memfn_untrack(domain, block);
}

/* All blocks of a domain that begin within a range: an arena is reset. Takes time in proportion to
 * all that is tracked. */
MEMFN_API_ void memfn_untrack_range(unsigned domain, const void *begin, size_t size)
{
	if (__memfn_untrack_range)
		__memfn_untrack_range(domain, begin, size);
}

MEMFN_API_ int memfn_hide_(void)
{
	return __memfn_hide ? __memfn_hide() : 0;
}

MEMFN_API_ void memfn_show_(int *hidden)
{
	if (*hidden)
		__memfn_show();
}

MEMFN_API_ int memfn_enter_(struct memfn_region_ *region, void *frame)
{
	if (!__memfn_enter_shared)
		return 0;
	__memfn_enter_shared((struct memfn_desc *)(void *)region, frame);
	return 1;
}

MEMFN_API_ void memfn_exit_(struct memfn_region_ *region, void *frame)
{
	__memfn_exit_shared((struct memfn_desc *)(void *)region, frame);
}

#endif /* MEMFN_RUNTIME */

#ifdef __cplusplus
}
#endif

#ifndef MEMFN_RUNTIME

/* --- regions ---------------------------------------------------------------------------------- */

/* A region is a frame in that of the function around it, whose address it has, so that regions of
 * one function nest in the order in which they begin. */
#if defined(__x86_64__) || defined(__i386__)
#define MEMFN_FRAME_ ((void *)((char *)__builtin_frame_address(0) + sizeof(void *)))
#elif defined(__clang__) && defined(__aarch64__)
#define MEMFN_FRAME_ __builtin_sponentry()
#elif !defined(__clang__)
#define MEMFN_FRAME_ ((void *)__builtin_dwarf_cfa())
#else
#define MEMFN_FRAME_ __builtin_frame_address(0)
#endif

#ifdef __cplusplus
class memfn_scope_
{
	struct memfn_region_ *region;
	void *frame;
	memfn_scope_(const memfn_scope_ &);
	memfn_scope_ &operator=(const memfn_scope_ &);

  public:
	__attribute__((always_inline)) memfn_scope_(struct memfn_region_ *r, void *f)
		: region(memfn_enter_(r, f) ? r : 0), frame(f)
	{
	}
	__attribute__((always_inline)) ~memfn_scope_()
	{
		if (region)
			memfn_exit_(region, frame);
	}
};
#define MEMFN_SCOPE_VARIABLE_(name, region) memfn_scope_ name(region, MEMFN_FRAME_)
#else
struct memfn_scope_ {
	struct memfn_region_ *region;
	void *frame;
};

MEMFN_API_ void memfn_leave_(struct memfn_scope_ *scope)
{
	if (scope->region)
		memfn_exit_(scope->region, scope->frame);
}

MEMFN_API_ struct memfn_scope_ memfn_scope_begin_(struct memfn_region_ *region, void *frame)
{
	struct memfn_scope_ scope = {memfn_enter_(region, frame) ? region : NULL, frame};
	return scope;
}
#define MEMFN_SCOPE_VARIABLE_(name, region)                                                        \
	__attribute__((cleanup(memfn_leave_), unused)) struct memfn_scope_ name =                      \
		memfn_scope_begin_(region, MEMFN_FRAME_)
#endif

/* Among the descriptors that the pass emits, so that a region never entered is known, too; gcc
 * cannot have variables of inline functions in a section of theirs. */
#if defined(__clang__)
#define MEMFN_LISTED_ __attribute__((section("memfn_desc"), aligned(8)))
#else
#define MEMFN_LISTED_
#endif

/* A region from here to the end of the block, under a name of its own in every report: a string
 * literal. One a line. Not in code that setjmp returns to, nor across co_await. */
#define MEMFN_SCOPE(label) MEMFN_SCOPE_AT_(label, __LINE__)
#define MEMFN_SCOPE_AT_(label, line) MEMFN_SCOPE_NAMED_(label, line)
#define MEMFN_SCOPE_NAMED_(label, line)                                                            \
	static struct memfn_region_ memfn_region_##line MEMFN_LISTED_ = {                              \
		"" label, "" label, "" label, __FILE__, line, 3, 0};                                       \
	MEMFN_SCOPE_VARIABLE_(memfn_scope_##line, &memfn_region_##line)

/* One expression as a region; its value is passed on. */
#define MEMFN_CALL(label, ...)                                                                     \
	__extension__({                                                                                \
		MEMFN_SCOPE(label);                                                                        \
		__VA_ARGS__;                                                                               \
	})

/* What the expression allocates and frees on this thread counts as nothing, now and when it is
 * freed: memory that a pool takes in bulk and hands out by memfn_track. No call in it is recorded,
 * and it must not be left by longjmp. */
#define MEMFN_UPSTREAM(...)                                                                        \
	__extension__({                                                                                \
		__attribute__((cleanup(memfn_show_), unused)) int memfn_hidden_ = memfn_hide_();           \
		__VA_ARGS__;                                                                               \
	})

#endif /* MEMFN_RUNTIME */

#endif
