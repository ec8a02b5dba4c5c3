// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A killed program's open calls last until their stack's last event, which with a clock of each thread's
// own is all that tells: here the end of a call under them.
// RUN: %memfn_clang -O0 %s -o %t && env MEMFN_OPTIONS=clock=cpu MEMFN_OUTPUT=%t.prof not --crash %t
// RUN: %expect %t.prof %s
// RUN: env MEMFN_OPTIONS=clock=cpu:timing=sampled MEMFN_OUTPUT=%t.sampled not --crash %t
// RUN: %expect %t.sampled %s
#include <signal.h>

#include "../Inputs/now.h"
#include "../Inputs/take.h"

// EXPECT: burns calls=1 open_calls=0 self_ns>=50000000
PROFILE void burns(void)
{
	long start = now(CLOCK_THREAD_CPUTIME_ID);
	while (now(CLOCK_THREAD_CPUTIME_ID) < start + 50000000)
		;
}

// EXPECT: waits calls=1 open_calls=1 total_ns>=50000000
PROFILE void waits(void)
{
	burns();
	raise(SIGKILL);
}

int main(void)
{
	waits();
	return 0;
}
