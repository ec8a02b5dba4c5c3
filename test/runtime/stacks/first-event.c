// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Calls whose first event is no small block, and which lie where others with other marks have lain.
// RUN: %each %clang_memfn %s -- 'MEMFN_OUTPUT=p.out ./prog && %expect p.out %s'
#include <memfn/memfn.h>

#include "../Inputs/take.h"

static void *large;

PROFILE __attribute__((noinline)) void clutter(int depth)
{
	give(take(10));
	if (depth)
		clutter(depth - 1);
}

// EXPECT: frees_large calls=1 frees=1 allocs=0 peak_bytes=0 retained_bytes=-200000
PROFILE __attribute__((noinline)) void frees_large(void)
{
	give(large);
}

// EXPECT: untracks calls=1 frees=1 allocs=0 peak_bytes=0 retained_bytes=-70
PROFILE __attribute__((noinline)) void untracks(void)
{
	memfn_untrack(1, &large);
}

// EXPECT: measures calls=1 allocs=0 peak_bytes=0 retained_bytes=0
PROFILE __attribute__((noinline)) int measures(void)
{
	struct memfn_usage usage;
	memfn_measure_begin(&usage);
	memfn_measure_end(&usage);
	return usage.peak_bytes || usage.retained_bytes;
}

// EXPECT: resets calls=1 allocs=0 peak_bytes=0 retained_bytes=0
PROFILE __attribute__((noinline)) void resets(void)
{
	memfn_reset_peak();
}

int main(void)
{
	clutter(3);
	take(3000);
	large = take(200000);
	memfn_track(1, &large, 70);
	int wrong = measures();
	resets();
	frees_large();
	clutter(3);
	untracks();
	return wrong;
}
