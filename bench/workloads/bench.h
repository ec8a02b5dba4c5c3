/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* What the workloads share. Each takes its size as the first argument, does work in proportion to
 * it, and prints a figure that depends on all of it: the same under every system, or the run does
 * not count. */
#ifndef BENCH_H
#define BENCH_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/* The bench's own machinery, which no system should see as functions of the program. */
#define BENCH_OWN static inline __attribute__((always_inline))

/* Marsaglia's xorshift: the same numbers each time, for little. */
BENCH_OWN uint64_t bench_random(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state;
}

BENCH_OWN long bench_argument(int argc, char **argv, int at, long otherwise)
{
	return argc > at ? atol(argv[at]) : otherwise;
}

#endif
