// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Regions are functions of their own: nested, in loops, left early, below and above calls.
// RUN: %each %clang_memfn %s -- 'MEMFN_OUTPUT=p.out ./prog && %expect p.out %s'
#include <memfn/memfn.h>

#include "../Inputs/take.h"

// EXPECT: leaf calls=6 alloc_bytes=60
PROFILE void leaf(void)
{
	take(10);
}

// EXPECT: never_entered calls=0
PROFILE void idle(int really)
{
	if (really) {
		MEMFN_SCOPE("never_entered");
		leaf();
	}
}

// EXPECT: host calls=2 alloc_bytes=2 total_alloc_bytes=3764 open_calls=0
// EXPECT: outer_region calls=2 alloc_bytes=700 total_alloc_bytes=3762
// EXPECT: path host/outer_region/inner_region/leaf calls=6 alloc_bytes=60
PROFILE void host(int early)
{
	take(1);
	MEMFN_SCOPE("outer_region");
	take(100);
	for (int i = 0; i < 3; i++) {
		// EXPECT: inner_region calls=6 alloc_bytes=3002 total_alloc_bytes=3062 peak_bytes=1010 min_ns>=0
		MEMFN_SCOPE("inner_region");
		leaf();
		if (i == 2 && early) {
			take(2);
			goto out;
		}
		take(i == 2 ? 1000 : 500);
	}
	take(100);
	take(100);
out:
	take(100);
	if (early)
		return;
	take(100);
}

// EXPECT: plain calls=1 alloc_bytes=7 primitive_calls=1
// EXPECT: path plain calls=1 alloc_bytes=7
static void plain(void)
{
	MEMFN_SCOPE("plain");
	take(7);
}

// EXPECT: again calls=4 primitive_calls=1 alloc_bytes=40 retained_bytes=40 peak_bytes=40
static void again(int depth)
{
	MEMFN_SCOPE("again");
	take(10);
	if (depth)
		again(depth - 1);
}

// EXPECT: trust frames_closed=0
int main(void)
{
	host(0);
	host(1);
	plain();
	again(3);
	return 0;
}
