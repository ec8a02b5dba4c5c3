/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* The calls that docs/api.md shows, each block of it in a function of its own. */
#include "include.inc"
#include <stdlib.h>
#include <unistd.h>

static long regions(int fd, void *b, size_t size)
{
	long count;

#include "regions.inc"
	return count;
}

static void work(void)
{
	void *volatile made = malloc(100);

	free(made);
}

static int measure(void)
{
#include "measure.inc"
	return u.alloc_bytes == 100 && u.peak_bytes == 100;
}

static void *pools(unsigned domain, char *block, size_t size)
{
	void *begin = block, *arena;

#include "pools.inc"
	return arena;
}

static void fibres(void *stack, size_t size)
{
#include "fibres.inc"
}

int main(void)
{
	static char block[100];
	char *stack = (char *)malloc(1 << 16);

	regions(-1, block, sizeof block);
	free(pools(1, block, sizeof block));
	fibres(stack, 1 << 16);
	return measure() ? 0 : 1;
}
