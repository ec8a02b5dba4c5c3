/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Three levels of 24 functions, each calling any of the next level: 13,824 paths at random, so that
 * whatever is kept for each path is rarely in the cache. */
#include "bench.h"

/* clang-format off */
#define EACH(X) \
	X(0) X(1) X(2) X(3) X(4) X(5) X(6) X(7) X(8) X(9) X(10) X(11) X(12) X(13) X(14) X(15) X(16) \
	X(17) X(18) X(19) X(20) X(21) X(22) X(23)
/* clang-format on */
enum { WIDTH = 24 };

static uint64_t sum;

#define LOW(n)                                                                                     \
	static __attribute__((noinline)) void low_##n(uint64_t r)                                      \
	{                                                                                              \
		sum += r % (100 + (n));                                                                    \
	}
#define LOW_NAME(n) low_##n,
EACH(LOW)
static void (*const low[WIDTH])(uint64_t) = {EACH(LOW_NAME)};

#define MIDDLE(n)                                                                                  \
	static __attribute__((noinline)) void middle_##n(uint64_t r)                                   \
	{                                                                                              \
		low[(r >> 16) % WIDTH](r);                                                                 \
		sum += (n);                                                                                \
	}
#define MIDDLE_NAME(n) middle_##n,
EACH(MIDDLE)
static void (*const middle[WIDTH])(uint64_t) = {EACH(MIDDLE_NAME)};

#define HIGH(n)                                                                                    \
	static __attribute__((noinline)) void high_##n(uint64_t r)                                     \
	{                                                                                              \
		middle[(r >> 8) % WIDTH](r);                                                               \
		sum += (n);                                                                                \
	}
#define HIGH_NAME(n) high_##n,
EACH(HIGH)
static void (*const high[WIDTH])(uint64_t) = {EACH(HIGH_NAME)};

static void visit(long calls)
{
	uint64_t state = 88172645463325252;
	while ((calls -= 3) > 0) {
		uint64_t r = bench_random(&state) >> 8;
		high[r % WIDTH](r);
	}
}

int main(int argc, char **argv)
{
	visit(bench_argument(argc, argv, 1, 1000));
	printf("%llu\n", (unsigned long long)sum);
	return 0;
}
