/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/*
 * MemFn's public interface, for C and C++. All of it is optional, and all of it does nothing,
 * cheaply, where the runtime is not linked.
 */
#ifndef MEMFN_H
#define MEMFN_H

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

#endif
