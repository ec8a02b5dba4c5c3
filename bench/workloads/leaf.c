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

/* A processor takes a load for one of what was just stored to the same place of another page: where
 * counters and stacks lie within their pages makes a call a nanosecond slower or faster. A page of
 * MemFn's counters holds those of 32 functions. So in each run another number of functions, by
 * where the kernel put the stack, is called before. */
#define EARLIER(n)                                                                                 \
	static __attribute__((noinline)) void earlier##n(void)                                         \
	{                                                                                              \
		sum += n;                                                                                  \
	}
#define NAME(n) earlier##n,
#define FOUR(of, n) of(n##0) of(n##1) of(n##2) of(n##3)
#define SIXTEEN(of, n) FOUR(of, n##0) FOUR(of, n##1) FOUR(of, n##2) FOUR(of, n##3)
SIXTEEN(EARLIER, 1)
SIXTEEN(EARLIER, 2)
static void (*const earlier[])(void) = {SIXTEEN(NAME, 1) SIXTEEN(NAME, 2)};

static __attribute__((noinline)) void call_some(uintptr_t seed)
{
	for (uintptr_t i = (seed >> 4) % (sizeof(earlier) / sizeof(*earlier)); i > 0; i--)
		earlier[i - 1]();
	sum = 0;
}

int main(int argc, char **argv)
{
	call_some((uintptr_t)__builtin_frame_address(0));
	for (long i = bench_argument(argc, argv, 1, 1000); i > 0; i--)
		leaf((uint64_t)i);
	printf("%llu\n", (unsigned long long)sum);
	return 0;
}
