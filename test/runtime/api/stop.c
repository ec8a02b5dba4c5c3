// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Stop ends the open frames, start begins with none; blocks made meanwhile belong to no account, the
// end of those counted before is counted.
// RUN: %each %clang_memfn %s -- 'MEMFN_OUTPUT=p.out ./prog && %expect p.out %s'
// RUN: %each %clang_memfn -DLATE %s -- 'MEMFN_OPTIONS=record=off MEMFN_OUTPUT=p.out ./prog && %expect p.out %s:LATE'
#include <memfn/memfn.h>

#include "../Inputs/take.h"

static void *early[2], *unseen;

// EXPECT: inner calls=2 alloc_bytes=30 open_calls=0 leaked_bytes=0
// LATE: inner calls=1 alloc_bytes=10 open_calls=0 leaked_bytes=0
PROFILE void inner(int stop)
{
	early[stop] = take(10 + 10 * stop);
	if (stop) {
		memfn_stop();
		unseen = take(100);
		give(early[1]);
		memfn_start();
	}
}

// EXPECT: outer calls=1 alloc_bytes=0 total_alloc_bytes=20 open_calls=0 peak_bytes=20
// LATE: no outer
PROFILE void outer(void)
{
	inner(1);
	take(1000); /* recording goes on with empty stacks: this is main's */
}

// EXPECT: unseen_function calls=0
PROFILE void unseen_function(void)
{
	take(1);
}

// EXPECT: totals allocs=3 alloc_bytes=1030 frees=2 freed_bytes=30 peak_bytes=1010 leaked_bytes=1000
// EXPECT: trust frames_closed=0 inherited_frees=1
// LATE: totals allocs=1 alloc_bytes=10 frees=1 peak_bytes=10 leaked_bytes=0 threads=1
int main(void)
{
	int here = memfn_is_recording();
#ifdef LATE
	give(take(77));
	unseen_function();
	memfn_start();
	inner(0);
	memfn_stop();
	unseen_function();
	give(early[0]);
	return here;
#else
	outer();
	inner(0);
	give(unseen);
	memfn_stop();
	unseen_function();
	give(early[0]);
	return !here || memfn_is_recording();
#endif
}
