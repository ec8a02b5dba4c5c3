// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A vfork child, in its parent's memory, ends no profile: neither by _exit nor by an exec that fails
// or succeeds. What the parent counts goes on.
// Not under an emulator: qemu's vfork is a fork.
// UNSUPPORTED: cross
// RUN: %each %clang_memfn %s -- '(MEMFN_OUTPUT=p.out ./prog; test $? = 5) && %expect p.out %s && test "$(ls)" = "$(printf "p.out\nprog")" && (MEMFN_OUTPUT=q.out ./prog killed || true) && %expect q.out "f calls=4" "process state=died"'
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../Inputs/take.h"

// EXPECT: f calls=4 alloc_bytes=400
PROFILE void f(void)
{
	give(take(100));
}

static void spawn(const char *program)
{
	pid_t child = vfork();
	if (!child) {
		if (program)
			execl(program, program, (char *)NULL);
		_exit(9);
	}
	waitpid(child, NULL, 0);
	f();
}

// EXPECT: totals calls=4 leaked_bytes=0
// EXPECT: process state=exited status=5
int main(int count, char **arguments)
{
	(void)arguments;
	f();
	spawn(NULL);
	spawn("/nonexistent");
	spawn("/bin/true");
	if (count > 1)
		raise(SIGKILL);
	return 5;
}
