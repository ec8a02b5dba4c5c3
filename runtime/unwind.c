/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/*
 * longjmp into callers that were not compiled with the plugin. What the pass sees it brackets
 * itself; here the stack pointer that the jump goes to shows which frames are gone. A jmp_buf holds
 * it mangled: glibc's PTR_MANGLE (sysdeps/unix/sysv/linux/x86_64/pointer_guard.h and aarch64's), as
 * compiler-rt's TSan undoes it (ExtractLongJmpSp).
 */
#include <setjmp.h>

#include "atomic.h"
#include "block.h"
#include "clock.h"
#include "interpose.h"
#include "peak.h"
#include "stack.h"
#include "start.h"

#define FAMILY __attribute__((weak, visibility("default"), noreturn))

enum { LONGJMP, LONGJMP_PLAIN, SIGLONGJMP, LONGJMP_CHECKED, JUMPS };

typedef void jump(struct __jmp_buf_tag *, int);

extern jump __real_longjmp __attribute__((weak));
extern jump __real__longjmp __attribute__((weak));
extern jump __real_siglongjmp __attribute__((weak));
extern jump __real___longjmp_chk __attribute__((weak));

static jump *next[JUMPS];

/* Before any handler may need them: dlsym is not for handlers. */
static void find_jumps(void)
{
	static const char *const names[JUMPS] = {"longjmp", "_longjmp", "siglongjmp", "__longjmp_chk"};
	jump *const wrapped[JUMPS] = {__real_longjmp, __real__longjmp, __real_siglongjmp,
								  __real___longjmp_chk};
	for (int i = 0; i < JUMPS; i++)
		next[i] = wrapped[i] ? wrapped[i] : (jump *)memfn_next_function(names[i]);
}

/* A copy that is not in front is not called: nothing is looked up for it. */
static __attribute__((constructor(101))) void find_jumps_early(void)
{
	if (memfn_is_in_front())
		find_jumps();
}

#if defined(__aarch64__) && defined(__GLIBC__)
/* Where the guard is kept is glibc's own affair; setjmp shows it: the stack pointer is the same in
 * all of this function. JB_SP of sysdeps/aarch64/jmpbuf-offsets.h. */
enum { JB_SP = 13 };

static uint64_t guard_of_jumps(void)
{
	jmp_buf here;
	uint64_t sp;
	_setjmp(here);
	__asm__("mov %0, sp" : "=r"(sp));
	return here[0].__jmpbuf[JB_SP] ^ sp;
}
#endif

/* The least address that a frame can have which the jump leaves alone: from the stack pointer that
 * it restores. A callee's frame address is that stack pointer itself on aarch64, and below it where
 * a return address is pushed. 0 where it is not known how it is kept. */
static uint64_t target_of(const struct __jmp_buf_tag *buffer)
{
#if defined(__x86_64__) && defined(__GLIBC__)
	enum { JB_RSP = 6 };
	uint64_t mangled = (uint64_t)buffer->__jmpbuf[JB_RSP], guard;
	__asm__("mov %%fs:0x30, %0" : "=r"(guard)); /* tcbhead_t.pointer_guard */
	return (mangled >> 17 | mangled << 47) ^ guard;
#elif defined(__aarch64__) && defined(__GLIBC__)
	return (buffer->__jmpbuf[JB_SP] ^ guard_of_jumps()) + 16;
#elif defined(__x86_64__) /* musl: setjmp.s keeps rbx, rbp, r12 to r15, and rsp as it is */
	return buffer->__jb[6];
#else
	(void)buffer;
	return 0;
#endif
}

static void leave_frames(const struct __jmp_buf_tag *buffer)
{
	struct memfn_thread *t = &memfn_self;
	uint64_t target = target_of(buffer), key = 0 - target;
	if (!memfn_stack_is_signals(t, key)) {
		memfn_big_left((uintptr_t)target);
		memfn_peak_left((uintptr_t)target);
	}
	if (!target || t->busy || !t->stack || memfn_recording.on == MEMFN_RECORDING_OFF)
		return;
	if (memfn_stack_return(t, key))
		memfn_close_frames(t, key + MEMFN_KEY_STEP, memfn_clock_ticks());
}

static __attribute__((noreturn)) void go(int which, struct __jmp_buf_tag *buffer, int value)
{
	leave_frames(buffer);
	if (!next[which])
		find_jumps();
	next[which](buffer, value);
	__builtin_unreachable();
}

#define WRAP(name) __asm__(".globl __wrap_" #name "\n.set __wrap_" #name ", " #name)

FAMILY void longjmp(struct __jmp_buf_tag buffer[1], int value)
{
	go(LONGJMP, buffer, value);
}
WRAP(longjmp);

FAMILY void _longjmp(struct __jmp_buf_tag buffer[1], int value)
{
	go(LONGJMP_PLAIN, buffer, value);
}
WRAP(_longjmp);

FAMILY void siglongjmp(struct __jmp_buf_tag buffer[1], int value)
{
	go(SIGLONGJMP, buffer, value);
}
WRAP(siglongjmp);

/* What _FORTIFY_SOURCE makes of them. */
void __longjmp_chk(struct __jmp_buf_tag buffer[1], int value);
FAMILY void __longjmp_chk(struct __jmp_buf_tag buffer[1], int value)
{
	go(LONGJMP_CHECKED, buffer, value);
}
WRAP(__longjmp_chk);
