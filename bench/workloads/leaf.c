/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* A small function called in a loop. Built with CLOCK, it reads the clock on its way in and out:
 * the least that any profiler that times calls can do. */
#include "bench.h"

#ifdef CLOCK
#include <x86intrin.h>
static volatile uint64_t clock_sink;
#define READ_CLOCK() (clock_sink = __rdtsc())
#else
#define READ_CLOCK() ((void)0)
#endif

static volatile uint64_t sum;

static __attribute__((noinline)) void leaf(uint64_t i)
{
	READ_CLOCK();
	sum += i;
	READ_CLOCK();
}

int main(int argc, char **argv)
{
	for (long i = bench_argument(argc, argv, 1, 1000); i > 0; i--)
		leaf((uint64_t)i);
	printf("%llu\n", (unsigned long long)sum);
	return 0;
}
