// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// An exception ends the frames that it passes, in whatever shape the compiler makes them; also where their
// unwind tables are not to be read, and the unwinder has to walk to the next frame.
// RUN: %memfn_clangxx -O0 %s -o %t && env MEMFN_OUTPUT=%t.prof %t && %expect %t.prof %s
// RUN: %memreport %t.prof | FileCheck %s
// RUN: %memfn_clangxx -O2 -fno-omit-frame-pointer %s -o %t && env MEMFN_OUTPUT=%t.prof %t && %expect %t.prof %s
// RUN: %memreport %t.prof | FileCheck %s
// RUN: %memfn_clangxx -O2 -g0 -Wl,--wrap=_Unwind_Find_FDE -DUNREAD %s -o %t && env MEMFN_OUTPUT=%t.prof %t
// RUN: %expect %t.prof %s && %memreport %t.prof | FileCheck %s
// RUN: %clangxx_memfn -O3 %s -o %t %link_shared && env MEMFN_OUTPUT=%t.prof %t && %expect %t.prof %s
// RUN: %memreport %t.prof | FileCheck %s
// CHECK: , 0 frames closed without their exit
#include <alloca.h>
#include "../Inputs/take.h"

static volatile int sum;
static volatile char *volatile seen;

static void next(int depth);

// EXPECT: small calls=30 open_calls=0
PROFILE void small(int depth)
{
	next(depth);
	sum = sum + depth;
}

// EXPECT: large calls=30 open_calls=0
PROFILE void large(int depth)
{
	volatile char room[100000];
	seen = room;
	next(depth);
	sum = sum + room[depth];
}

// EXPECT: dynamic calls=30 open_calls=0
PROFILE void dynamic(int depth)
{
	seen = static_cast<volatile char *>(alloca(static_cast<size_t>(10 * depth + 10)));
	next(depth);
	sum = sum + depth;
}

// EXPECT: aligned calls=30 open_calls=0
PROFILE void aligned(int depth)
{
	alignas(256) volatile char room[256];
	seen = room;
	next(depth);
	sum = sum + room[depth];
}

// EXPECT: both calls=30 open_calls=0
PROFILE void both(int depth)
{
	alignas(128) volatile char room[256];
	seen = static_cast<volatile char *>(alloca(static_cast<size_t>(10 * depth + 10)));
	seen = room;
	next(depth);
	sum = sum + room[depth];
}

static __attribute__((noinline)) void many(long, long, long, long, long, long, long, long, int depth)
{
	next(depth);
	sum = sum + depth;
}

// EXPECT: pushes calls=30 open_calls=0
PROFILE void pushes(int depth)
{
	many(1, 2, 3, 4, 5, 6, sum, sum, depth);
	sum = sum + depth;
}

// EXPECT: busy calls=30 open_calls=0
PROFILE void busy(int depth)
{
	int a = sum, b = sum, c = sum, d = sum, e = sum, f = sum;
	next(depth);
	sum = a * b + c * d + e * f + depth;
	next(depth);
	sum = a + b * c + d * e + f;
}

// EXPECT: catches calls=30 alloc_bytes=300 retained_bytes=300 open_calls=0
PROFILE void catches(int last)
{
	try {
		next(last);
	} catch (int) {
		take(10);
	}
}

static void (*const shapes[])(int) = { small, large, dynamic, aligned, both, pushes, busy };

static void next(int depth)
{
	if (depth == 7)
		throw depth;
	shapes[depth](depth + 1);
}

int main()
{
	for (int i = 0; i < 30; i++)
		catches(0);
	return 0;
}
