/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Bottom up, with the only two rows that are ever needed: time like n^2, memory like n. */
#include <stdlib.h>

#include "words.h"

MEMFN_PROFILE
static size_t distance_in_two_rows(const char *from, const char *to)
{
	size_t columns = strlen(to) + 1;
	size_t *above = malloc(columns * sizeof(size_t)), *row = malloc(columns * sizeof(size_t));

	if (!above || !row)
		abort();
	for (size_t j = 0; j < columns; j++)
		above[j] = j;
	for (size_t i = 1; from[i - 1]; i++) {
		row[0] = i;
		for (size_t j = 1; j < columns; j++)
			row[j] = from[i - 1] == to[j - 1] ? above[j - 1]
											  : 1 + least(above[j], row[j - 1], above[j - 1]);
		size_t *done = above;
		above = row;
		row = done;
	}
	size_t d = above[columns - 1];
	free(above);
	free(row);
	return d;
}

int main(int argc, char **argv)
{
	struct words w = words(argc, argv);

	printf("two rows:  %s -> %s takes %zu edits\n", w.from, w.to,
		   distance_in_two_rows(w.from, w.to));
	return 0;
}
