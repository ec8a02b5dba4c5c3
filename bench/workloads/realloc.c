/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* 64 buffers that grow by appending, half as much again each time, up to 32 KiB, and begin anew. */
#include "bench.h"

enum { BUFFERS = 64, LARGEST = 32768 };

struct buffer {
	char *bytes;
	size_t used, room;
};

static void append(struct buffer *b, size_t more)
{
	if (b->used + more > b->room) {
		b->room = b->room + b->room / 2 + more;
		b->bytes = realloc(b->bytes, b->room);
	}
	b->bytes[b->used] = (char)more;
	b->used += more;
}

static void begin_anew(struct buffer *b)
{
	free(b->bytes);
	*b = (struct buffer){0};
}

int main(int argc, char **argv)
{
	static struct buffer buffers[BUFFERS];
	uint64_t state = 88172645463325252, sum = 0;
	for (long i = bench_argument(argc, argv, 1, 1000); i > 0; i--) {
		uint64_t r = bench_random(&state);
		struct buffer *b = &buffers[r % BUFFERS];
		append(b, 16 + (r >> 16 & 127) + b->used / 4);
		sum += b->used;
		if (b->used > LARGEST)
			begin_anew(b);
	}
	for (int i = 0; i < BUFFERS; i++)
		begin_anew(&buffers[i]);
	printf("%llu\n", (unsigned long long)sum);
	return 0;
}
