/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Recursion 2,000 calls deep. */
#include "bench.h"

enum { DEPTH = 2000 };

static volatile uint64_t sum;

/* The store behind the call keeps it a recursion. */
static __attribute__((noinline)) void descend(int levels)
{
	if (levels > 1)
		descend(levels - 1);
	sum += (uint64_t)levels;
}

int main(int argc, char **argv)
{
	for (long i = bench_argument(argc, argv, 1, DEPTH); i > 0; i -= DEPTH)
		descend(DEPTH);
	printf("%llu\n", (unsigned long long)sum);
	return 0;
}
