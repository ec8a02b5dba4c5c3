/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Many paths: twelve layers of two functions, each of which calls both of the next layer. walk()
 * makes 8,190 calls on as many paths, 4,096 of them of left1 and right1 together, and a file of some
 * megabytes. */
#include "take.h"

#define LAYER(n, next)                                                                             \
	PROFILE void left##n(void)                                                                 \
	{                                                                                          \
		give(take(10));                                                                    \
		left##next();                                                                      \
		right##next();                                                                     \
	}                                                                                          \
	PROFILE void right##n(void)                                                                \
	{                                                                                          \
		give(take(20));                                                                    \
		left##next();                                                                      \
		right##next();                                                                     \
	}

static void left0(void)
{
}
static void right0(void)
{
}
LAYER(1, 0)
LAYER(2, 1)
LAYER(3, 2)
LAYER(4, 3)
LAYER(5, 4)
LAYER(6, 5)
LAYER(7, 6)
LAYER(8, 7)
LAYER(9, 8)
LAYER(10, 9)
LAYER(11, 10)
LAYER(12, 11)

static void walk(void)
{
	left12();
	right12();
}
