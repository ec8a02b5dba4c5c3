// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// MEMFN_OUTPUT=/dev/null: no profile and no word, of a child neither; the device stays what it is.
// REQUIRES: default-llvm
// RUN: %each %clang_memfn %s -- 'MEMFN_OUTPUT=/dev/null ./prog > out 2> err && test ! -s err && test $(wc -l < out) = 2 && test -c /dev/null && ! ls /dev/null.* 2> no && test ! -e profile.out'
// RUN: cd %t/each-O2-static && env MEMFN_OUTPUT=/dev/null MEMFN_OPTIONS=live=none ./prog 2> err && count 0 < err
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../Inputs/take.h"

PROFILE void work(void)
{
	give(take(10));
}

int main(void)
{
	pid_t child = fork();

	work();
	puts("done");
	if (child)
		wait(NULL);
	return 0;
}
