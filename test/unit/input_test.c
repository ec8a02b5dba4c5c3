/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* A sample profile with each byte flipped, and cut at each length: every reader must end, without
 * a wrong access, and a refusal must say why in one line. */
#include <glib.h>
#include <stdbool.h>
#include <stdio.h>

#include "memfn/format.h"
#include "unit.h"

/* Of the rest of a table that is not in use, some bytes will do. */
static bool lies_in_zeros(const uint8_t *bytes, size_t at)
{
	enum { ENOUGH = 24 };

	for (size_t i = 0; i <= ENOUGH; i++)
		if (at < i || bytes[at - i])
			return false;
	return true;
}

static int flip_each(uint8_t *bytes, size_t size, uint8_t with, size_t step)
{
	int sound = 0;

	for (size_t i = 0; i < size; i += step) {
		if (lies_in_zeros(bytes, i))
			continue;
		bytes[i] ^= with;
		sound += exercise_profile(bytes, size);
		bytes[i] ^= with;
	}
	return sound;
}

int test_input(const char *file)
{
	char *content;
	gsize size;
	uint8_t *bytes;
	struct memfn_header *header;
	int sound;

	if (!g_file_get_contents(file, &content, &size, NULL))
		return 2;
	bytes = (uint8_t *)content;
	header = (struct memfn_header *)content;
	if (!exercise_profile(bytes, size)) {
		printf("%s: no sound profile to begin with\n", file);
		return 1;
	}
	sound = flip_each(bytes, size, 0xff, 1) + flip_each(bytes, size, 1, 1);
	printf("flips: %d still read\n", sound);
	/* Where a part is said to be missing, more is taken. */
	header->flags |= MEMFN_HEADER_PRIVATE_TAIL;
	sound = flip_each(bytes, size, 0xff, 4);
	printf("%zu flips of what is partial: %d still read\n", size / 4, sound);
	header->flags &= ~(uint32_t)MEMFN_HEADER_PRIVATE_TAIL;
	for (size_t cut = 0; cut < size; cut++)
		if (exercise_profile(bytes, cut)) {
			printf("cut at %zu of %zu: still read\n", cut, size);
			return 1;
		}
	printf("cuts: all refused\n");
	g_free(content);
	return 0;
}
