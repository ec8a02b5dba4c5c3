/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Edit distance by its definition: no memory at all, and time that grows like 5.8^n. */
#include "words.h"

MEMFN_PROFILE
static size_t distance_by_recursion(const char *a, const char *b)
{
	if (!*a || !*b)
		return strlen(a) + strlen(b);
	if (*a == *b)
		return distance_by_recursion(a + 1, b + 1);
	return 1 + least(distance_by_recursion(a + 1, b), distance_by_recursion(a, b + 1),
					 distance_by_recursion(a + 1, b + 1));
}

int main(int argc, char **argv)
{
	struct words w = words(argc, argv);

	printf("recursion: %s -> %s takes %zu edits\n", w.from, w.to,
		   distance_by_recursion(w.from, w.to));
	return 0;
}
