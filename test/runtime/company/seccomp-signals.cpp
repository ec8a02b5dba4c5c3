// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Behind a filter no signal is kept out of the slow paths: the system call might end the program. A
// handler that comes in the midst of one, stepped to it by the processor's trap flag, and calls and
// allocates what is new itself, does not wait for the lock that its own thread holds. What it could
// not record is told.
// REQUIRES: x86_64
// RUN: %each %clangxx_memfn -std=c++17 %s -- 'MEMFN_OUTPUT=p.out MEMFN_OPTIONS=reserve=16M timeout 60 ./prog > expect && %expect p.out expect'
#include <cstddef>
#include <cstdio>
#include <csignal>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <utility>

#include <memfn/memfn.h>

#include "../Inputs/take.h"

enum { VARIANTS = 100, STRIDE = 31, TRAP_FLAG = 0x100 };

static volatile long steps_left;
static void (*in_handler)();
static int hits;

static bool sandbox()
{
	sock_filter allow = BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
	sock_fprog program = {1, &allow};
	return !prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) &&
	       !prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
}

static inline __attribute__((always_inline)) void step(bool on)
{
	__asm__ volatile("lea -128(%%rsp), %%rsp\n\tpushfq\n\tandq $~0x100, (%%rsp)\n\t"
			 "orq %0, (%%rsp)\n\tpopfq\n\tlea 128(%%rsp), %%rsp"
			 : : "r"(on ? long(TRAP_FLAG) : 0L) : "memory", "cc");
}

static void handler(int, siginfo_t *, void *context)
{
	if (--steps_left)
		return;
	static_cast<ucontext_t *>(context)->uc_mcontext.gregs[REG_EFL] &= ~TRAP_FLAG;
	in_handler();
	hits++;
}

template <int N> PROFILE __attribute__((noinline)) void handled()
{
	static char block[8];
	memfn_track(1, block, 8);
	memfn_untrack(1, block);
}

template <int N> PROFILE __attribute__((noinline)) void stepped()
{
	static char block[70000];
	memfn_track(2, block, 70000);
	memfn_untrack(2, block);
}

template <int N> static void run()
{
	steps_left = N * STRIDE + 1;
	in_handler = handled<N>;
	step(true);
	stepped<N>();
	step(false);
}

template <int... N> static void run_all(std::integer_sequence<int, N...>)
{
	(run<N>(), ...);
}

template <int... N> static void expect(std::integer_sequence<int, N...>)
{
	((void)printf("EXPECT: stepped<%d> calls=1 open_calls=0 leaked_bytes=0\n", N), ...);
}

int main()
{
	static char text[1 << 20];
	struct sigaction action = {};
	setvbuf(stdout, text, _IOFBF, sizeof text);
	action.sa_sigaction = handler;
	action.sa_flags = SA_SIGINFO;
	sigaction(SIGTRAP, &action, nullptr);
	if (!sandbox())
		return 1;
	run_all(std::make_integer_sequence<int, VARIANTS>());
	expect(std::make_integer_sequence<int, VARIANTS>());
	printf("EXPECT: trust dropped_calls>=1 lost_bytes>=8 foreign_frees>=0 inherited_frees>=0\n");
	return hits < 40;
}
