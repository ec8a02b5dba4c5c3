// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A chain of execs in mid-call: each image leaves a file, NAME, NAME.PID, NAME.PID.2, with what it
// did; an exec that fails changes nothing.
// RUN: %each %clang_memfn %s -- 'MEMFN_OUTPUT=p.out ./prog > pid && pid=$(cat pid) && %expect p.out %s:FIRST && %expect p.out.$pid %s:SECOND && %expect p.out.$pid.2 %s:THIRD && test $(ls p.out* | wc -l) = 3'
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "../Inputs/take.h"

// FIRST: work calls=1 alloc_bytes=100
// SECOND: work calls=2 alloc_bytes=200
// THIRD: work calls=3 alloc_bytes=300
PROFILE void work(void)
{
	give(take(100));
}

// FIRST: replace calls=1 open_calls=1 alloc_bytes=10 leaked_bytes=10
// SECOND: replace calls=1 open_calls=1
// THIRD: no replace
PROFILE void replace(char *how)
{
	take(10);
	execl("/nonexistent", "nonexistent", (char *)NULL);
	execl("./prog", "./prog", how, (char *)NULL);
}

// FIRST: totals peak_bytes=100
// THIRD: process state=exited status=0
int main(int count, char **arguments)
{
	int nth = count == 1 ? 1 : !strcmp(arguments[1], "2") ? 2 : 3;
	for (int i = 0; i < nth; i++)
		work();
	if (nth < 3)
		replace(nth == 1 ? "2" : "3");
	printf("%d\n", (int)getpid());
	return 0;
}
