// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A signal between any two instructions of the books of large blocks, stepped to by the processor's
// trap flag: a handler that tracks blocks itself (nest), or leaves by siglongjmp (jump), never waits
// for its own thread, and nobody waits for it afterwards. What could not be kept is told, and all
// else is right.
// REQUIRES: x86_64
// RUN: %memfn_clang -O2 -g -pthread %s -o %t.prog
// RUN: for peaks in fast exact; do export MEMFN_OPTIONS=peaks=$peaks; \
// RUN:   env MEMFN_OUTPUT=%t.prof timeout 60 %t.prog nest && %expect %t.prof %s && \
// RUN:   env MEMFN_OUTPUT=%t.prof timeout 60 %t.prog jump && \
// RUN:   %memreport %t.prof | FileCheck %s || exit 1; done
// CHECK: 100 {{.*}}(after)
// CHECK: nothing dropped
#define _GNU_SOURCE
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdbool.h>
#include <ucontext.h>

#include <memfn/memfn.h>

#include "../Inputs/take.h"

enum { VARIANTS = 100, STRIDE = 7, BLOCKS = 200, TRAP_FLAG = 0x100 };

static char blocks[BLOCKS + 1][64];
static bool jumps;
static sigjmp_buf buffer;
static volatile long steps_left;
static int hits;

static inline __attribute__((always_inline)) void step(bool on)
{
	__asm__ volatile("lea -128(%%rsp), %%rsp\n\tpushfq\n\tandq $~0x100, (%%rsp)\n\t"
			 "orq %0, (%%rsp)\n\tpopfq\n\tlea 128(%%rsp), %%rsp"
			 : : "r"(on ? (long)TRAP_FLAG : 0L) : "memory", "cc");
}

static void handler(int number, siginfo_t *info, void *context)
{
	(void)number;
	(void)info;
	if (--steps_left)
		return;
	((ucontext_t *)context)->uc_mcontext.gregs[REG_EFL] &= ~TRAP_FLAG;
	hits++;
	if (jumps)
		siglongjmp(buffer, 1);
	for (int i = 0; i < BLOCKS; i++) {
		memfn_track(1, blocks[i], 10);
		memfn_untrack(1, blocks[i]);
	}
}

// EXPECT: stepped calls=101 open_calls=0 leaked_bytes=0
PROFILE __attribute__((noinline)) static void stepped(bool on)
{
	char *block = blocks[BLOCKS];
	step(on);
	memfn_track(1, block, 1000);
	memfn_untrack(1, block);
	step(false);
}

// Whoever held a lock for ever would stop this.
// EXPECT: after calls=100 allocs=20000 alloc_bytes=400000 leaked_bytes=0
PROFILE __attribute__((noinline)) static void after(void)
{
	for (int i = 0; i < BLOCKS; i++)
		memfn_track(1, blocks[i], 20);
	for (int i = 0; i < BLOCKS; i++)
		memfn_untrack(1, blocks[i]);
}

static void *nothing(void *argument)
{
	return argument;
}

// EXPECT: trust lost_bytes>=10 foreign_frees=0
int main(int argc, char **argv)
{
	struct sigaction action = {0};
	pthread_t thread;
	jumps = argc > 1 && argv[1][0] == 'j';
	action.sa_sigaction = handler;
	action.sa_flags = SA_SIGINFO;
	sigaction(SIGTRAP, &action, NULL);
	pthread_create(&thread, NULL, nothing, NULL);
	pthread_join(thread, NULL);
	steps_left = 1 << 30;
	after();
	stepped(false); /* what is met first takes the lock, which keeps signals out */
	for (int i = 1; i < VARIANTS; i++) {
		steps_left = i * STRIDE;
		if (!sigsetjmp(buffer, 1))
			stepped(true);
		after();
	}
	steps_left = 1 << 30;
	stepped(false);
	return hits < 40;
}
