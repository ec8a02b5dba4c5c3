// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A fork in the middle of a call: the parent counted the call, the child what is done in it after.
// RUN: %each %clang_memfn %s -- 'MEMFN_OUTPUT=p.out ./prog && %expect p.out %s && %expect p.out.[0-9]* %s:CHILD'
#include <sys/wait.h>
#include <unistd.h>

#include "../Inputs/take.h"

// EXPECT: inner calls=1 alloc_bytes=1000 peak_bytes=1000
// CHILD: inner calls=1 alloc_bytes=1000 peak_bytes=1000
PROFILE void inner(void)
{
	give(take(1000));
}

// EXPECT: split calls=1 allocs=2 alloc_bytes=60 total_alloc_bytes=1060 peak_bytes=1050 retained_bytes=60 open_calls=0
// EXPECT: path split/inner calls=1
// CHILD: split calls=0 allocs=1 alloc_bytes=10 total_alloc_bytes=1010 peak_bytes=1000 retained_bytes=10
// CHILD: path split/inner calls=1
PROFILE pid_t split(void)
{
	take(50);
	pid_t child = fork();
	inner();
	take(10);
	return child;
}

// EXPECT: totals calls=2 allocs=3
// CHILD: totals calls=1 allocs=2 peak_bytes=1000 leaked_bytes=10
int main(void)
{
	pid_t child = split();
	if (child)
		waitpid(child, NULL, 0);
	return 0;
}
