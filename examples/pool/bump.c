/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* A bump allocator: one large block, handed out from its beginning, given back all at once. */
#include <memfn/memfn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DOMAIN = 1, ARENA = 1 << 20 };

struct arena {
	char *memory;
	size_t used;
};

static int arena_open(struct arena *arena)
{
	arena->memory = MEMFN_UPSTREAM(malloc(ARENA)); /* what is taken from it counts instead */
	arena->used = 0;
	return arena->memory != NULL;
}

static void *arena_take(struct arena *arena, size_t size)
{
	if (size > ARENA - arena->used)
		return NULL;
	void *block = arena->memory + arena->used;
	arena->used += (size + 15) & ~(size_t)15;
	memfn_track(DOMAIN, block, size);
	return block;
}

static void arena_reset(struct arena *arena)
{
	memfn_untrack_range(DOMAIN, arena->memory, ARENA);
	arena->used = 0;
}

struct word {
	struct word *next;
	char text[];
};

MEMFN_PROFILE struct word *split(struct arena *arena, const char *line)
{
	struct word *words = NULL;
	for (;;) {
		line += strspn(line, " ");
		size_t length = strcspn(line, " ");
		struct word *word = length ? arena_take(arena, sizeof *word + length + 1) : NULL;
		if (!word)
			return words;
		memcpy(word->text, line, length);
		word->text[length] = '\0';
		word->next = words;
		words = word;
		line += length;
	}
}

MEMFN_PROFILE unsigned letters(struct arena *arena, const char *line)
{
	unsigned sum = 0;
	for (struct word *word = split(arena, line); word; word = word->next)
		sum += (unsigned)strlen(word->text);
	return sum;
}

int main(void)
{
	struct arena arena;
	unsigned sum = 0;
	if (!arena_open(&arena))
		return 1;
	for (int i = 0; i < 1000; i++) {
		sum += letters(&arena, "the quick brown fox jumps over the lazy dog");
		arena_reset(&arena);
	}
	printf("%u letters\n", sum);
	free(arena.memory);
	return 0;
}
