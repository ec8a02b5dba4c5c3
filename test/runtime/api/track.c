// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Blocks of a pool count for the frames that take them; what the pool took in bulk counts as nothing.
// RUN: %each %clang_memfn %s -- 'MEMFN_OUTPUT=p.out ./prog && %expect p.out %s'
#include <memfn/memfn.h>

#include "../Inputs/take.h"

static char *pool;

// EXPECT: takes calls=3 allocs=3 alloc_bytes=160 leaked_bytes=0 frees=1 freed_bytes=10 peak_bytes=100
PROFILE char *takes(char *at, size_t size)
{
	memfn_track(1, at, size);
	return at;
}

// EXPECT: gives calls=1 frees=1 freed_bytes=100
PROFILE void gives(char *at)
{
	memfn_untrack(1, at);
	memfn_untrack(1, at);	   /* is not there any more */
	memfn_untrack(1, at + 1);  /* never was */
	memfn_track(0, at, 10);	   /* no domain */
	memfn_track(70000, at, 10);
}

// EXPECT: arena calls=1 allocs=101 alloc_bytes=1064 frees=100 freed_bytes=1000 leaked_bytes=64 leaked_blocks=1
PROFILE void arena(void)
{
	for (int i = 0; i < 100; i++)
		memfn_track(2, pool + 1024 + i * 10, 10);
	memfn_track(2, pool + 1024 + 1000, 64);
	memfn_untrack_range(2, pool + 1024, 1000);
}

// EXPECT: upstream calls=1 allocs=0 alloc_bytes=0 frees=0
PROFILE void upstream(void)
{
	pool = MEMFN_UPSTREAM(take(1 << 16));
	MEMFN_UPSTREAM(give(MEMFN_UPSTREAM(take(100))));
	void *small = MEMFN_UPSTREAM(take(100));
	give(small);
}

// EXPECT: totals allocs=104 peak_bytes=1064 leaked_bytes=64
// EXPECT: trust foreign_frees=0 inherited_frees=0
int main(void)
{
	upstream();
	gives(takes(pool, 100));
	takes(pool, 10);
	takes(pool, 50); /* again: the block before ends, in takes */
	memfn_untrack(1, pool);
	arena();
	give(pool);
	return 0;
}
