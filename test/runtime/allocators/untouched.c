// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Blocks of a page that nobody writes to stay untouched on an allocator that keeps its own records
// apart: 20,000 of them, 78 MiB, take a few MiB. A few are freed, resized and kept.
// REQUIRES: default-llvm, jemalloc
// RUN: %memfn_clang -O2 -fno-builtin %s -o %t && LD_PRELOAD=%jemalloc MEMFN_OUTPUT=%t.prof %t && %expect %t.prof %s
#include <stdlib.h>
#include <sys/resource.h>

#include "../Inputs/take.h"

static void *blocks[20000];

// EXPECT: make calls=20000 allocs=20000 alloc_bytes=90000000 leaked_blocks=19989 leaked_bytes=89950500
PROFILE static void make(int i)
{
	blocks[i] = malloc(4500);
}

// EXPECT: resize allocs=1 alloc_bytes=9000 leaked_bytes=9000 frees=1 freed_bytes=4500
PROFILE static void resize(int i)
{
	blocks[i] = realloc(blocks[i], 9000);
}

// EXPECT: trust foreign_frees=0
int main(void)
{
	struct rusage used;
	for (int i = 0; i < 20000; i++)
		make(i);
	for (int i = 0; i < 10; i++)
		free(blocks[i]);
	resize(10);
	return getrusage(RUSAGE_SELF, &used) || used.ru_maxrss > 30 << 10;
}
