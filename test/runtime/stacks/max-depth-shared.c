// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Frames of one host, always_inline functions and regions, have one address: where the inner ones are
// dropped for depth, their exits end none of those around them.
// RUN: %each %clang_memfn %s -- 'MEMFN_OPTIONS=max_depth=3 MEMFN_OUTPUT=p.out ./prog && %expect p.out %s'
#include <memfn/memfn.h>

#include "../Inputs/take.h"

#define INLINE PROFILE static inline __attribute__((always_inline))

// EXPECT: dropped calls=0
INLINE void dropped(void)
{
	take(1);
}

// EXPECT: inner calls=2 open_calls=0 alloc_bytes=2248
INLINE void inner(void)
{
	take(10);
	dropped();
	take(100);
	{
		MEMFN_SCOPE("dropped too");
		take(3);
	}
	take(1000);
	dropped();
	take(9);
}

// EXPECT: outer calls=2 open_calls=0 alloc_bytes=20000 total_alloc_bytes=22248
INLINE void outer(void)
{
	inner();
	take(10000);
}

// EXPECT: host calls=2 open_calls=0 alloc_bytes=200000 total_alloc_bytes=222248
// EXPECT: trust dropped_calls=6
PROFILE void host(void)
{
	outer();
	take(100000);
}

int main(void)
{
	host();
	host();
	return 0;
}
