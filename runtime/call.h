/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/*
 * System calls without libc: its wrappers may be interposed (syscall(2) itself is, here), set
 * errno, and some of them are cancellation points. For os.c and os_files.c, which make all there
 * are.
 */
#ifndef MEMFN_CALL_H
#define MEMFN_CALL_H

#include <errno.h> /* EPERM */

#include "os.h"

/* What malloc does too, and so a sandbox lets through: memory, and waiting for a lock. The result,
 * or -errno; arguments that are left out are 0. */
#define PLAIN_CALL(...) CALL_7(__VA_ARGS__, 0, 0, 0, 0, 0, 0, 0)
#define CALL_7(n, a, b, c, d, e, f, ...)                                                           \
	memfn_os_call((n), (long)(a), (long)(b), (long)(c), (long)(d), (long)(e), (long)(f))

/* Any other: -EPERM once the program has put a filter on its system calls, which may kill it for
 * one that it does not expect. */
#define CALL(...) (memfn_os_sandboxed ? -EPERM : PLAIN_CALL(__VA_ARGS__))

#define FAILED(result) ((unsigned long)(result) > -4096UL)

#endif
