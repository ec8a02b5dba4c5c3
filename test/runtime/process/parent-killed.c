// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A parent killed before its child: the profile of each holds what it did.
// RUN: %each %clang_memfn %s -- 'MEMFN_OUTPUT=p.out ./prog || true; for i in {1..250}; do test -e done && break; sleep 0.02; done; %expect p.out %s && %expect p.out.[0-9]* %s:CHILD'
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include "../Inputs/take.h"

// EXPECT: f calls=1 alloc_bytes=10
// CHILD: f calls=3 alloc_bytes=30
PROFILE void f(void)
{
	give(take(10));
}

// EXPECT: process state=died
// CHILD: totals calls=3 peak_bytes=10
int main(void)
{
	f();
	pid_t parent = getpid();
	if (fork()) {
		for (;;)
			pause();
	}
	f();
	kill(parent, SIGKILL);
	while (getppid() == parent)
		usleep(1000);
	f();
	f();
	close(open("done", O_CREAT | O_WRONLY, 0600));
	return 0;
}
