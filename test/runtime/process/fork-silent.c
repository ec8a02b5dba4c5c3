// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A forked child that does nothing that counts, and then one that leaves without exit, changes
// neither its parent's file nor its state; children say nothing.
// REQUIRES: default-llvm
// RUN: %each %clang_memfn %s -- '(MEMFN_OUTPUT=p.out ./prog 2>err; test $? = 3) && %expect p.out %s && test $(grep -c "^memfn" err) = 1'
// RUN: grep '5 calls of 1 function' %t/each-O2-shared/err
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../Inputs/take.h"

// EXPECT: f calls=5
PROFILE void f(void)
{
	give(take(10));
}

// EXPECT: process state=exited status=3
int main(void)
{
	for (int i = 0; i < 5; i++) {
		pid_t child = fork();
		if (!child) {
			if (i == 1)
				_exit(0);
			if (i == 2)
				raise(SIGKILL);
			if (i > 2)
				f();
			exit(0);
		}
		waitpid(child, NULL, 0);
		f();
	}
	return 3;
}
