// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Thousands of blocks that are known by their address, freed and resized in no order: each is found,
// with its size, whatever has come and gone beside it.
// RUN: %each %clang_memfn -fno-builtin %s -- 'MEMFN_OUTPUT=p.out ./prog && %expect p.out %s'
#include <stdlib.h>

#include "../Inputs/take.h"

enum { BLOCKS = 20000 };

static void *blocks[BLOCKS];

static unsigned next_random(void)
{
	static unsigned x = 1;
	x = x * 1103515245 + 12345;
	return x >> 8;
}

// EXPECT: makes calls=20000 allocs=20000 leaked_bytes=0 leaked_blocks=0 alloc_bytes=2010010000
PROFILE void makes(int i)
{
	if (posix_memalign(&blocks[i], 4096, i & 1 ? 1 + (size_t)i : 200999 - (size_t)i))
		abort();
}

// EXPECT: frees calls=20000 frees=20000 freed_bytes=2010010000
PROFILE void frees(int i)
{
	free(blocks[i]);
}

// EXPECT: totals leaked_bytes=0 leaked_blocks=0
int main(void)
{
	static int order[BLOCKS];
	for (int i = 0; i < BLOCKS; i++) {
		int j = (int)(next_random() % (unsigned)(i + 1));
		order[i] = order[j];
		order[j] = i;
		makes(i);
	}
	for (int i = 0; i < BLOCKS; i++)
		frees(order[i]);
	return 0;
}
