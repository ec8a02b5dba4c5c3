/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Memory: blocks KIND COUNT. small: as many blocks of 64 bytes live, and as many more are made and
 * freed among them; untouched, aligned: blocks of a page that nobody writes to. */
#include "bench.h"
#include <string.h>

enum { SMALL = 64, PAGE = 4096 };

static void *make(int kind)
{
	switch (kind) {
	case 'a':
		return aligned_alloc(PAGE, PAGE);
	case 'u':
		return malloc(PAGE);
	default:
		return memset(malloc(SMALL), 1, SMALL);
	}
}

static void replace_some(void **blocks, long count)
{
	uint64_t state = 88172645463325252;
	for (long i = 0; i < count; i++) {
		void **slot = &blocks[bench_random(&state) % (uint64_t)count];
		free(*slot);
		*slot = make('s');
	}
}

int main(int argc, char **argv)
{
	int kind = argc > 1 ? *argv[1] : 's';
	long count = bench_argument(argc, argv, 2, 1000);
	void **blocks = malloc((size_t)count * sizeof *blocks);
	for (long i = 0; i < count; i++)
		blocks[i] = make(kind);
	if (kind == 's')
		replace_some(blocks, count);
	for (long i = 0; i < count; i++)
		free(blocks[i]);
	free(blocks);
	printf("%ld\n", count);
	return 0;
}
