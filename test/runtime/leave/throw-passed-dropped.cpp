// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Calls that have no frame, being too deep, are passed by an exception: it ends none of those that have one,
// though they are of the same function.
// RUN: %memfn_clangxx -O0 %s -o %t && env MEMFN_OUTPUT=%t.prof MEMFN_OPTIONS=max_depth=5 %t
// RUN: %expect %t.prof %s
// RUN: %memfn_clangxx -O2 %s -o %t && env MEMFN_OUTPUT=%t.prof MEMFN_OPTIONS=max_depth=5 %t
// RUN: %expect %t.prof %s
// EXPECT: trust dropped_calls=15 frames_closed=0
#include "../Inputs/take.h"

static volatile int sum;

static void catches(int depth);

// EXPECT: deep calls=5 open_calls=0 allocs=11
PROFILE void deep(int depth)
{
	if (depth == 20)
		throw depth;
	if (depth == 10)
		catches(depth + 1);
	else
		deep(depth + 1);
	if (depth <= 10)
		take(1);
	sum = sum + depth;
}

static __attribute__((noinline)) void catches(int depth)
{
	try {
		deep(depth);
	} catch (int) {
		sum = sum + 1;
	}
}

int main()
{
	deep(1);
	return 0;
}
