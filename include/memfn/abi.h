/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/*
 * What instrumented code and the runtime agree on: hook names, the descriptors that the pass
 * emits, and the two words of a frame that instrumented code may touch. The pass includes this
 * file too (as C++), so it holds names, numbers and plain structs only.
 *
 * A change here that an old object would misread raises MEMFN_ABI; the constructor of each object
 * refers to MEMFN_ABI_SYMBOL, so a wrong runtime fails at link time, by name.
 */
#ifndef MEMFN_ABI_H
#define MEMFN_ABI_H

#include <stdint.h>

#define MEMFN_ABI 1
#define MEMFN_ABI_SYMBOL "__memfn_abi_v1"

/* Each descriptor lies in this section (8-byte aligned, no gaps: the size is a multiple of 8), so
 * that __start_memfn_desc and __stop_memfn_desc bound those of a shared object. */
#define MEMFN_DESC_SECTION "memfn_desc"
/* Likewise the lines of lists, in objects that were compiled with any. */
#define MEMFN_LIST_SECTION "memfn_list"

/* The hooks. All are nounwind, keep errno, and may be called on any thread, in any signal handler
 * and before main.
 *
 *   void __memfn_enter(struct memfn_desc *d, void *cfa)
 *   void __memfn_exit(struct memfn_desc *d, void *cfa)
 *        cfa is the address of the function's return address.
 *   void __memfn_enter_shared(struct memfn_desc *d, void *cfa)
 *   void __memfn_exit_shared(struct memfn_desc *d, void *cfa)
 *        for a frame that shares its host's machine frame: an always_inline function, a call site,
 *        a region. Frames of the same address nest in the order of their entry.
 *   uint64_t __memfn_depth(void)
 *        how many frames are open on this stack; before a call that returns twice
 *   void __memfn_unwound_to(uint64_t depth)
 *        after it: frames above that depth are gone
 *   void __memfn_unwound(void *cfa)
 *        at the head of a landing pad in a function with this cfa, instrumented or not: frames
 *        strictly below cfa are gone
 *   void __memfn_passed_by(void *context, const struct memfn_unwinder *u, uint64_t *known)
 *        from the personality of a function that has no landing pad for what the unwinder leaves
 *        it by: its frame is gone. The context is the unwinder's, for the function. known: what
 *        the runtime keeps of this object's unwind tables, MEMFN_KNOWN_PASSED words that are 0 at
 *        first; they come and go with the object, and so with the tables
 *   void __memfn_register(struct memfn_desc *start, struct memfn_desc *stop)
 *        from a constructor, once a shared object: these functions exist, called or not
 *   void __memfn_register_lists(struct memfn_list_line *start, struct memfn_list_line *stop)
 *        likewise, if the runtime is there at all: these lines of lists were in force. An object
 *        can have lists and no descriptor
 *   extern __thread void *__memfn_top   (initial-exec)
 *        where the innermost frame of this thread lies; its first word is the site of the call
 *        under way, which instrumented code stores there (volatile) before each call that may
 *        allocate. Never null.
 */
#define MEMFN_HOOK_ENTER "__memfn_enter"
#define MEMFN_HOOK_EXIT "__memfn_exit"
#define MEMFN_HOOK_ENTER_SHARED "__memfn_enter_shared"
#define MEMFN_HOOK_EXIT_SHARED "__memfn_exit_shared"
#define MEMFN_HOOK_DEPTH "__memfn_depth"
#define MEMFN_HOOK_UNWOUND_TO "__memfn_unwound_to"
#define MEMFN_HOOK_UNWOUND "__memfn_unwound"
#define MEMFN_HOOK_PASSED "__memfn_passed_by"
#define MEMFN_HOOK_REGISTER "__memfn_register"
#define MEMFN_HOOK_REGISTER_LISTS "__memfn_register_lists"
#define MEMFN_HOOK_TOP "__memfn_top"

/* One instrumented function, region or called library function. Strings are UTF-8 and live as long
 * as the object that holds the descriptor; the runtime copies them at first use. */
struct memfn_desc {
	const char *name;    /* demangled, without parameters, or the label: ns::Foo<int>::bar */
	const char *pretty;  /* demangled, with parameters */
	const char *linkage; /* as the linker sees it */
	const char *file;    /* as the debug info gives it, else the module's source name */
	uint32_t line;       /* 0 without debug info */
	uint32_t flags;      /* MEMFN_DESC_* */
	void *record;        /* the runtime's; null in a freshly loaded object */
};

enum {
	MEMFN_DESC_SHARED = 1, /* entered by __memfn_enter_shared */
	MEMFN_DESC_REGION = 2, /* a region of memfn.h */
	MEMFN_DESC_CALL = 4,   /* a function hooked at its call sites */
};

/* One line of a list, and what it did in one module: lines of several modules with the same file,
 * number and text are one. */
struct memfn_list_line {
	const char *list; /* the file as given to the compiler; of an option, its name: --memfn-calls */
	const char *text; /* fun:parse_*, the [section] not included */
	uint32_t line;    /* from 1; 0: an option */
	uint32_t section; /* MEMFN_LIST_* */
	uint32_t matched; /* functions of the module (in [calls]: called by it) that fit */
	uint32_t decided; /* those of them about which no later line spoke */
};

enum {
	MEMFN_LIST_PROFILE = 0,
	MEMFN_LIST_NEVER = 1,
	MEMFN_LIST_CALLS = 2,
};

/* One place in an instrumented function whose call may allocate. Places of one function with the
 * same file, line and kind share a site. Read-only but for the last word. */
struct memfn_site {
	const char *file;
	const char *kind; /* type of what is allocated; null where not known */
	uint32_t line;
	uint32_t flags;    /* MEMFN_SITE_* */
	uint64_t location; /* the runtime's; 0 in a freshly loaded object */
};

enum {
	MEMFN_SITE_GUESS = 1, /* the kind is a guess */
};

enum { MEMFN_KNOWN_PASSED = 512 };

/* What there is of the unwinder that the object is linked with (the Itanium C++ ABI's level 1;
 * find_fde is libgcc's, which LLVM's has too); null what is not there. */
struct memfn_unwinder {
	uintptr_t (*get_cfa)(void *context); /* the stack pointer at the function's call */
	uintptr_t (*get_register)(void *context, int number);
	uintptr_t (*get_ip)(void *context, int *before);
	const void *(*find_fde)(const void *pc, void *bases);
	int (*backtrace)(int (*each)(void *context, void *data), void *data);
};

#endif
