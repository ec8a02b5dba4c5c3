/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/*
 * Machine stacks that a program announces by libc's own functions: contexts (makecontext(3)) and
 * signal stacks (sigaltstack(2)).
 */
#include <errno.h>  /* errno, kept */
#include <signal.h> /* sigaltstack, stack_t */
#include <stdarg.h>
#include <ucontext.h> /* makecontext, swapcontext, setcontext */

#include "api.h"
#include "interpose.h"
#include "os.h"
#include "stack.h"
#include "start.h"

#define EXPORT __attribute__((visibility("default")))
#define FAMILY __attribute__((weak, visibility("default")))

typedef void start(void);

extern __typeof__(makecontext) __real_makecontext __attribute__((weak));
extern __typeof__(swapcontext) __real_swapcontext __attribute__((weak));
extern __typeof__(sigaltstack) __real_sigaltstack __attribute__((weak));

static __typeof__(makecontext) *next_makecontext;
static __typeof__(swapcontext) *next_swapcontext;
static __typeof__(sigaltstack) *next_sigaltstack;

static void find_next(void)
{
#define FIND(name)                                                                                 \
	(next_##name = __real_##name ? __real_##name : (__typeof__(name) *)memfn_next_function(#name))
	FIND(makecontext);
	FIND(swapcontext);
	FIND(sigaltstack);
}

static __attribute__((constructor(101))) void find_next_early(void)
{
	if (memfn_is_in_front())
		find_next();
}

/* A frame's address is where its return address was pushed, which is on its stack; on aarch64 it is
 * the stack pointer it began with, which for the first one is the stack's very end. */
#if defined(__aarch64__)
enum { FIRST_FRAME = 16 };
#else
enum { FIRST_FRAME = 0 };
#endif

/* Its arguments are ints by the manual; longs pass through as glibc allows. More than libc is told
 * to read do no harm. */
FAMILY void makecontext(ucontext_t *context, start *function, int count, ...)
{
	struct memfn_thread *t = &memfn_self;
	long a[16] = {0};
	va_list list;
	va_start(list, count);
	for (int i = 0; i < count && i < 16; i++)
		a[i] = va_arg(list, long);
	va_end(list);
	if (!next_makecontext)
		find_next();
	if (memfn_attend(t, MEMFN_EVENT_KEY(), false))
		memfn_stack_announce(t, (uintptr_t)context->uc_stack.ss_sp + FIRST_FRAME,
							 context->uc_stack.ss_size);
	next_makecontext(context, function, count, a[0], a[1], a[2], a[3], a[4], a[5], a[6], a[7], a[8],
					 a[9], a[10], a[11], a[12], a[13], a[14], a[15]);
}

EXPORT void __memfn_stack(const void *low, size_t size)
{
	struct memfn_thread *t = &memfn_self;
	int saved = errno;
	if (memfn_attend(t, MEMFN_EVENT_KEY(), false))
		memfn_stack_announce(t, (uintptr_t)low + FIRST_FRAME, size);
	errno = saved;
}

EXPORT void __memfn_stack_switched(void)
{
	memfn_attend(&memfn_self, MEMFN_EVENT_KEY(), false);
}

/* Back here, the frames are those of this stack again: known at once, so that instrumented code
 * notes its sites in them. */
FAMILY int swapcontext(ucontext_t *from, const ucontext_t *to)
{
	if (!next_swapcontext)
		find_next();
	int result = next_swapcontext(from, to);
	memfn_attend(&memfn_self, MEMFN_EVENT_KEY(), false);
	return result;
}

/* A handler waits until it is known where it runs. */
FAMILY int sigaltstack(const stack_t *fresh, stack_t *old)
{
	struct memfn_thread *t = &memfn_self;
	if (!next_sigaltstack)
		find_next();
	uint64_t signals = memfn_os_block_signals();
	int result = next_sigaltstack(fresh, old);
	if (!result && fresh) {
		bool used = !(fresh->ss_flags & SS_DISABLE);
		t->signal_low = used ? (uintptr_t)fresh->ss_sp + FIRST_FRAME : 0;
		t->signal_high = used ? t->signal_low + fresh->ss_size : 0;
	}
	memfn_os_restore_signals(signals);
	return result;
}

#define WRAP(name) __asm__(".globl __wrap_" #name "\n.set __wrap_" #name ", " #name)
WRAP(makecontext);
WRAP(swapcontext);
WRAP(sigaltstack);
