// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RLIMIT_AS, so low that malloc fails and that the runtime can have no more than it has: the
// program sees NULL and goes on; with no room for the runtime at all, it runs without a profile.
// REQUIRES: default-llvm
// RUN: %each %clang_memfn -fno-builtin %s -- 'MEMFN_OUTPUT=p.out ./prog 0 && %expect p.out %s && for kb in 400000 200000 100000 50000 20000 10000 6000; do (ulimit -v $kb; MEMFN_OUTPUT=q.out ./prog $kb); done'
#include <stdio.h>
#include <sys/resource.h>

#include "../Inputs/paths.h"

// EXPECT: eat calls=1 leaked_bytes=0
PROFILE int eat(void)
{
	static void *blocks[100000];
	int n = 0;
	while (n < 100000 && (blocks[n] = malloc(50000)))
		n++;
	for (int i = 0; i < n; i++)
		free(blocks[i]);
	return n;
}

// EXPECT: trust dropped_calls>=0 lost_bytes>=0 pathless_calls>=0
int main(int count, char **arguments)
{
	struct rlimit limit = { 700 << 20, 700 << 20 };
	if (count > 1 && atoi(arguments[1]) == 0)
		setrlimit(RLIMIT_AS, &limit);
	int eaten = eat();
	walk();
	return eaten == 100000;
}
