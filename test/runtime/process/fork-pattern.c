// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// With %p in the pattern each process of a family has the name that it asks for; grandchildren too.
// REQUIRES: default-llvm
// RUN: rm -rf %t && mkdir %t && cd %t && %memfn_clang -O2 %s -o prog
// RUN: env MEMFN_OUTPUT=of-%%p.prof ./prog > pids && test $(wc -l < pids) = 3
// RUN: set -- $(cat pids) && %expect of-$1.prof "f calls=1" && %expect of-$2.prof "f calls=2" && %expect of-$3.prof "f calls=3"
// RUN: test $(ls | grep -c prof) = 3
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../Inputs/take.h"

PROFILE void f(void)
{
	give(take(10));
}

static void work(int times)
{
	printf("%d\n", (int)getpid());
	fflush(stdout);
	for (int i = 0; i < times; i++)
		f();
}

int main(void)
{
	work(1);
	if (!fork()) {
		work(2);
		if (!fork())
			work(3);
		else
			wait(NULL);
		return 0;
	}
	wait(NULL);
	return 0;
}
