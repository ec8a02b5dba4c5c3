/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* The longest Collatz chain that begins below a million: computed anew, or looked up. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <memfn/memfn.h>

enum { LIMIT = 1000000, FEW = 1 << 12 };

struct best {
	uint32_t start, length;
};

static uint64_t step(uint64_t n)
{
	return n % 2 ? 3 * n + 1 : n / 2;
}

static void keep_longest(struct best *best, uint32_t start, uint32_t length)
{
	if (length > best->length)
		*best = (struct best){start, length};
}

MEMFN_PROFILE static struct best computed_anew(void)
{
	struct best best = {0};

	for (uint32_t start = 1; start < LIMIT; start++) {
		uint32_t length = 1;
		for (uint64_t n = start; n != 1; n = step(n))
			length++;
		keep_longest(&best, start, length);
	}
	return best;
}

/* The lengths of all chains that begin below `size` are kept. */
static struct best looked_up(uint32_t size)
{
	struct best best = {0};
	uint16_t *known = calloc(size, sizeof *known);

	if (!known)
		abort();
	for (uint32_t start = 1; start < LIMIT; start++) {
		uint32_t length = 1;
		uint64_t n = start;
		for (; n != 1 && (n >= size || !known[n]); n = step(n))
			length++;
		if (n != 1)
			length += known[n] - 1u;
		if (start < size)
			known[start] = (uint16_t)length;
		keep_longest(&best, start, length);
	}
	free(known);
	return best;
}

MEMFN_PROFILE static struct best all_in_a_table(void)
{
	return looked_up(LIMIT);
}

MEMFN_PROFILE static struct best few_in_a_table(void)
{
	return looked_up(FEW);
}

int main(void)
{
	struct best a = computed_anew(), b = all_in_a_table(), c = few_in_a_table();

	printf("%u, %u and %u: chains of %u, %u and %u\n", a.start, b.start, c.start, a.length,
		   b.length, c.length);
	return 0;
}
