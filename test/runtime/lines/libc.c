// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the C library allocates is charged to the line of the call that led to it.
// RUN: grep -n '// LINE[:] ' %s | sed 's|:.*// LINE:||; s|^|EXPECT: line |' > %t.lines
// RUN: %each %clang_memfn %s -- 'MEMFN_OUTPUT=p.out ./prog %s && %expect p.out %t.lines'
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PROFILE __attribute__((annotate("memprof")))

PROFILE char *first_line(const char *name)
{
	char *line = NULL, *copy;
	size_t size = 0;
	FILE *f;

	f = fopen(name, "r"); // LINE: allocs=1 alloc_bytes>=100
	if (!f ||
		getline(&line, &size, f) < 0 || // LINE: allocs>=1 alloc_bytes>=120
		!(copy = strndup(line, 3))) // LINE: allocs=1 alloc_bytes=4 live_bytes=4 live_blocks=1
		return NULL;

	fclose(f); // LINE: allocs=0
	free(line);
	if (asprintf(&line, "%d", 12345) < 0) // LINE: allocs>=1 alloc_bytes>=6
		return NULL;
	free(line);
	return copy;
}

// A library that calls back: the callback's blocks are its own, the others the caller's line's.
PROFILE int compare(const void *a, const void *b)
{
	static char *kept;

	kept = realloc(kept, 10); // LINE: allocs>=100 own_peak_bytes=10
	return *(const char *)a - *(const char *)b;
}

PROFILE void sort(char *text, size_t count)
{
	qsort(text, count, 40, compare); // LINE: allocs>=1
}

int main(int argc, char **argv)
{
	static char text[4000];

	(void)argc;
	text[40] = 1;
	sort(text, sizeof(text) / 40);
	return !first_line(argv[1]);
}
