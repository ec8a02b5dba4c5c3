/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* The same recursion with a memo of what it knows already: time and memory grow like n^2. */
#include <stdlib.h>

#include "words.h"

struct memo {
	const char *from, *to;
	size_t columns;
	size_t *known; /* distance + 1 of each pair of suffixes; 0 where not known yet */
};

MEMFN_PROFILE
static size_t look_up(struct memo *memo, size_t i, size_t j)
{
	const char *a = memo->from + i, *b = memo->to + j;
	size_t *known = &memo->known[i * memo->columns + j];

	if (*known)
		return *known - 1;
	size_t d;
	if (!*a || !*b)
		d = strlen(a) + strlen(b);
	else if (*a == *b)
		d = look_up(memo, i + 1, j + 1);
	else
		d = 1 +
			least(look_up(memo, i + 1, j), look_up(memo, i, j + 1), look_up(memo, i + 1, j + 1));
	*known = d + 1;
	return d;
}

MEMFN_PROFILE
static size_t distance_with_memo(const char *from, const char *to)
{
	size_t rows = strlen(from) + 1, columns = strlen(to) + 1;
	struct memo memo = {from, to, columns, calloc(rows * columns, sizeof(size_t))};

	if (!memo.known)
		abort();
	size_t d = look_up(&memo, 0, 0);
	free(memo.known);
	return d;
}

int main(int argc, char **argv)
{
	struct words w = words(argc, argv);

	printf("memo:      %s -> %s takes %zu edits\n", w.from, w.to, distance_with_memo(w.from, w.to));
	return 0;
}
