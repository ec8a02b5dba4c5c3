// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// An end in mid-call, by abort, a wild store, or SIGKILL, which nothing can catch: the open frames are
// in the profile, with what they have so far.
// RUN: for end in 'abort()' '*(volatile int *)8 = 1' 'kill(getpid(), SIGKILL)'; do \
// RUN:   %memfn_clang -O0 "-DEND=$end" %s -o %t0 && env MEMFN_OUTPUT=%t0.prof not --crash %t0 && \
// RUN:   %expect %t0.prof %s && \
// RUN:   %clang_memfn -O2 "-DEND=$end" %s -o %t2 %link_shared && env MEMFN_OUTPUT=%t2.prof not --crash %t2 && \
// RUN:   %expect %t2.prof %s || exit 1; done
#include <signal.h>
#include <unistd.h>
#include "../Inputs/take.h"

// EXPECT: inner calls=3 primitive_calls=1 open_calls=3 alloc_bytes=30 retained_bytes=30
PROFILE void inner(int depth)
{
	take(10);
	if (depth)
		inner(depth - 1);
	else
		END;
}

// EXPECT: done calls=4 open_calls=0 alloc_bytes=400 frees=4
PROFILE void done(void)
{
	give(take(100));
}

// EXPECT: outer calls=1 open_calls=1 alloc_bytes=1000 total_alloc_bytes=1430 peak_bytes=1100
// EXPECT: process state=died status=null
// EXPECT: totals open_calls=4 leaked_bytes=1030
PROFILE void outer(void)
{
	take(1000);
	for (int i = 0; i < 4; i++)
		done();
	inner(2);
}

int main(void)
{
	outer();
	return 0;
}
