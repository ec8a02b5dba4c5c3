/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* What the three programs share: their two words, and the least of three numbers. */
#ifndef WORDS_H
#define WORDS_H

#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <memfn/memfn.h>

struct words {
	const char *from, *to;
};

static inline struct words words(int argc, char **argv)
{
	struct words w = {"memorising", "blackboard"};

	if (argc > 2) {
		w.from = argv[1];
		w.to = argv[2];
	}
	return w;
}

static inline size_t least(size_t a, size_t b, size_t c)
{
	size_t ab = a < b ? a : b;

	return ab < c ? ab : c;
}

#endif
