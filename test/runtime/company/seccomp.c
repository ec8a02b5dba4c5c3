// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A program that allows itself only what malloc and its own writes need, and is killed for the rest,
// is not killed for the runtime: it grows in private memory, and with reserve= in the file.
// RUN: %each %clang_memfn %s -- 'MEMFN_OUTPUT=p.out ./prog; MEMFN_OPTIONS=reserve=8M MEMFN_OUTPUT=q.out ./prog; %expect q.out %s'
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "../Inputs/paths.h"

#define ALLOW(call)                                                                                \
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_##call, 0, 1),                                     \
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)

static int sandbox(void)
{
	struct sock_filter filter[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		ALLOW(getrandom), ALLOW(mmap), ALLOW(munmap), ALLOW(mremap), ALLOW(brk), ALLOW(write), ALLOW(exit_group),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
	};
	struct sock_fprog program = { sizeof filter / sizeof *filter, filter };
	return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) ||
	       prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
}

// EXPECT: totals calls=8190 leaked_bytes=0
int main(void)
{
	if (sandbox())
		return 1;
	walk();
	return 0;
}
