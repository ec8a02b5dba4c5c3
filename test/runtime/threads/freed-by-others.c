// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A block that another thread frees leaves its owner's live count and the net of the thread that
// allocated it; the free belongs to who frees.
// RUN: %memfn_clang -O0 %s -o %t0 && env MEMFN_OUTPUT=%t0.prof %t0 && %expect %t0.prof %s
// RUN: %clang_memfn -O2 %s -o %t2 %link_shared && env MEMFN_OUTPUT=%t2.prof %t2 && %expect %t2.prof %s
#include <pthread.h>
#include "../Inputs/take.h"

enum { BLOCKS = 100 };

static void *blocks[BLOCKS];

// EXPECT: makes calls=1 allocs=100 alloc_bytes=1000 frees=0 peak_bytes=1000 retained_bytes=1000
// EXPECT: makes leaked_bytes=0 leaked_blocks=0 temp_allocs=0 own_peak_bytes>=900
PROFILE void makes(void)
{
	for (int i = 0; i < BLOCKS; i++)
		blocks[i] = take(10);
}

// EXPECT: frees calls=1 frees=100 freed_bytes=1000 allocs=0 peak_bytes=0 retained_bytes=0
PROFILE void *frees(void *argument)
{
	for (int i = 0; i < BLOCKS; i++)
		give(blocks[i]);
	return argument;
}

// EXPECT: makes_again calls=1 alloc_bytes=500 peak_bytes=500 retained_bytes=500
PROFILE void makes_again(void)
{
	take(500);
}

// EXPECT: whole calls=1 retained_bytes<=1500 alloc_bytes>=0 total_alloc_bytes>=1500
// EXPECT: totals threads=2 open_calls=0
PROFILE void whole(void)
{
	pthread_t thread;
	makes();
	pthread_create(&thread, NULL, frees, NULL);
	pthread_join(thread, NULL);
	makes_again();
}

int main(void)
{
	whole();
	return 0;
}
