// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// After an exec that failed the process runs, and exits or dies, as if there had been none: with the
// live file in its place, elsewhere, and in memory.
// RUN: %each %clang_memfn %s -- 'for live in "" $PWD/live none; do (MEMFN_OPTIONS=live=$live MEMFN_OUTPUT=p.out ./prog; test $? = 7) && %expect p.out %s && (MEMFN_OPTIONS=live=$live MEMFN_OUTPUT=q.out ./prog killed || true) && %expect q.out "process state=died" "f calls>=1" || exit 1; done; test "$(ls live)" = ""'
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../Inputs/take.h"

// EXPECT: f calls=4 open_calls=0 alloc_bytes=400 leaked_bytes=0
PROFILE void f(void)
{
	give(take(100));
	execl("/nonexistent/program", "program", (char *)NULL);
}

// EXPECT: process state=exited status=7 replaced=false
// EXPECT: totals calls=4
int main(int count, char **arguments)
{
	(void)arguments;
	for (int i = 0; i < 4; i++)
		f();
	if (count > 1)
		raise(SIGKILL);
	return 7;
}
