// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A child made while recording is off leaves its parent's profile alone, and may start its own.
// RUN: %each %clang_memfn %s -- 'MEMFN_OUTPUT=p.out ./prog && %expect p.out %s && %expect p.out.[0-9]* %s:CHILD'
#include <memfn/memfn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../Inputs/take.h"

// EXPECT: f calls=1 alloc_bytes=10 frees=0 leaked_bytes=0
// CHILD: f calls=2 alloc_bytes=20 leaked_bytes=20
PROFILE void *f(void)
{
	return take(10);
}

// EXPECT: totals allocs=1 frees=1
// CHILD: totals allocs=2 frees=0
int main(void)
{
	void *block = f();
	int status;
	memfn_stop();
	pid_t child = fork();
	if (!child) {
		f();
		give(block);
		memfn_start();
		f();
		f();
		return 0;
	}
	waitpid(child, &status, 0);
	give(block);
	return status;
}
