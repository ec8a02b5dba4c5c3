/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* zstd, level 3, on words: compress MEGABYTES. */
#include "bench.h"
#include "zstd.h"
#include <string.h>

enum { CHUNK = 1 << 20 };

static void fill(char *text, size_t size, uint64_t *state)
{
	static const char *const words[] = {"memory", "time", "of",     "the", "function",
										"that",   "was",  "called", "and", "frees",
										"what",   "it",   "made",   "\n"};
	for (size_t at = 0; at < size;) {
		uint64_t r = bench_random(state);
		int n = snprintf(text + at, size - at, r & 3 ? "%s " : "%s%d ",
						 words[(r >> 8) % (sizeof words / sizeof *words)], (int)(r >> 40 & 4095));
		at += (size_t)n;
	}
}

int main(int argc, char **argv)
{
	long megabytes = bench_argument(argc, argv, 1, 1);
	uint64_t state = 88172645463325252, sum = 0;
	size_t room = ZSTD_compressBound(CHUNK);
	char *text = malloc(CHUNK + 1), *packed = malloc(room);
	fill(text, CHUNK, &state);
	for (long i = 0; i < megabytes; i++) {
		sum += ZSTD_compress(packed, room, text, CHUNK, 3);
		text[bench_random(&state) % CHUNK] ^= 1;
	}
	free(text);
	free(packed);
	printf("%llu\n", (unsigned long long)sum);
	return 0;
}
