// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A fork 40 calls deep. The parent's frames take a larger place in the file before the child has
// recorded anything; then the child goes deeper, too, and is killed there.
// RUN: %each %clang_memfn %s -- 'MEMFN_OUTPUT=p.out ./prog && %expect p.out %s && %expect p.out.[0-9]* %s:CHILD'
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../Inputs/take.h"

static int went[2], child;

// EXPECT: deep calls=600 open_calls=0 allocs=600 peak_bytes=6000 retained_bytes=6000
// CHILD: deep calls=160 open_calls=200 allocs=160 peak_bytes=1600 retained_bytes=1600
PROFILE int deep(int n)
{
	char byte;
	if (n == 40 && !(child = fork()))
		n = 440 + (int)read(went[0], &byte, 1) - 1;
	else
		take(10);
	if (n < 600)
		return deep(n + 1) + 1;
	return child ? (int)write(went[1], "", 1) : kill(getpid(), SIGKILL);
}

// EXPECT: trust frames_lost=0 frames_closed=0
// CHILD: trust frames_lost=0 frames_closed=0
// EXPECT: process state=exited
// CHILD: process state=died
int main(void)
{
	if (pipe(went))
		return 1;
	deep(1);
	waitpid(child, NULL, 0);
	return 0;
}
