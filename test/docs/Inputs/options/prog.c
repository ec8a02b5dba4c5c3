/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Something for the commands of options.md to work on: small functions, called often. */
#include <stdio.h>
#include <stdlib.h>

static unsigned step(unsigned x)
{
	return x * 1664525u + 1013904223u;
}

static unsigned *table(unsigned size)
{
	unsigned *made = malloc(size * sizeof *made);
	for (unsigned i = 0; made && i < size; i++)
		made[i] = step(i);
	return made;
}

int main(void)
{
	unsigned *made = table(2000000);
	if (!made)
		return 1;
	fprintf(stderr, "%u\n", made[1999999]);
	free(made);
	return 0;
}
