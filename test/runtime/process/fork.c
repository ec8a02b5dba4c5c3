// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A forked child counts from the fork, into a file of its own; what it frees of the parent's is
// inherited. The parent's figures know nothing of it.
// RUN: %each %clang_memfn %s -- 'MEMFN_OUTPUT=p.out ./prog && %expect p.out %s && %expect p.out.[0-9]* %s:CHILD'
#include <sys/wait.h>
#include <unistd.h>

#include "../Inputs/take.h"

// EXPECT: f calls=2 allocs=2 alloc_bytes=200 frees=0 leaked_bytes=100
// CHILD: f calls=3 allocs=3 alloc_bytes=300 leaked_bytes=0 peak_bytes=100 own_peak_bytes=300
PROFILE void *f(void)
{
	return take(100);
}

// EXPECT: totals allocs=3 alloc_bytes=100200 frees=2 freed_bytes=100100 peak_bytes=100200 leaked_bytes=100
// EXPECT: process state=exited status=0
// CHILD: totals allocs=3 alloc_bytes=300 frees=3 freed_bytes=300 peak_bytes=300 leaked_bytes=0 threads=1 calls=3
// CHILD: trust inherited_frees=2 foreign_frees=0
// CHILD: process state=exited status=7
int main(void)
{
	void *small = f(), *big = take(100000);
	pid_t child = fork();
	if (!child) {
		void *own[3] = { f(), f(), f() };
		give(small);
		give(big);
		for (int i = 0; i < 3; i++)
			give(own[i]);
		exit(7);
	}
	waitpid(child, NULL, 0);
	f();
	give(small);
	give(big);
	return 0;
}
