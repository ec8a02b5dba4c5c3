// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Processes made past libc's fork, where no atfork handler runs, get a file of their own as well.
// Not under an emulator: qemu 7.2 does not wipe the page that tells a child of a fork without handlers.
// UNSUPPORTED: cross
// RUN: %each %clang_memfn %s -- 'MEMFN_OUTPUT=p.out ./prog && for p in p.out.*; do %expect $p %s:CHILD; done && %expect p.out %s && test $(ls p.out.* | wc -l) = 3'
#define _GNU_SOURCE
#include <sched.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../Inputs/take.h"

// EXPECT: f calls=1 alloc_bytes=10
// CHILD: f calls=2 alloc_bytes=20
PROFILE void f(void)
{
	take(10);
}

static void child_or_wait(pid_t child)
{
	if (!child) {
		f();
		f();
		_exit(0);
	}
	waitpid(child, NULL, 0);
}

pid_t _Fork(void);

// EXPECT: totals calls=1
// EXPECT: process state=exited
// CHILD: totals calls=2 peak_bytes=20
int main(void)
{
	f();
	child_or_wait(_Fork());
	child_or_wait((pid_t)syscall(SYS_fork));
	child_or_wait((pid_t)syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0));
	return 0;
}
