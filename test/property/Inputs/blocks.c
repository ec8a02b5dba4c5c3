/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/*
 * The blocks of a random program: which sizes it asks for, and that each block keeps what was
 * written to it. Blocks above 64 KiB are filled and looked at near their ends only.
 */
#include "prop.h"

enum { SLOTS = 40, EDGE = 256, WHOLE = 65536 + 64 };

#ifndef PROP_NO_USABLE
#define PROP_NO_USABLE 0
#endif

static struct block {
	unsigned char *p;
	size_t size;
	size_t filled; /* bytes in use, up to the usable size */
	size_t align;
	unsigned char byte;
	char kind;
} tables[PROP_THREADS][SLOTS];
static unsigned char next_byte; /* any value will do */

void (*prop_cxx_drop)(void *p, size_t size, size_t align, int kind);

size_t prop_size(struct prop *c)
{
	unsigned kind = prop_below(c, c->sizes == 0 ? 8 : c->sizes == 1 ? 12 : 20);

	if (kind == 0)
		return prop_below(c, 3);
	if (kind < 8)
		return prop_below(c, 200);
	if (kind < 12)
		return prop_below(c, 5000);
	switch (kind) {
	case 12:
		return (size_t)1 << prop_below(c, 19);
	case 13:
		return 65536 - 20 + prop_below(c, 40);
	case 14:
		return 4096 * (1 + prop_below(c, 20)) - 20 + prop_below(c, 40);
	case 15:
		return prop_below(c, 300000);
	case 16:
		return 131072 - 40 + prop_below(c, 80);
	case 17:
		return prop_below(c, 8) ? 24 : prop_below(c, 3u << 20);
	default:
		return 16 * prop_below(c, 40) + 8;
	}
}

size_t prop_align(struct prop *c)
{
	return (size_t)8 << prop_below(c, prop_below(c, 8) ? 7 : 14);
}

/* What no allocator can give. */
size_t prop_huge(struct prop *c)
{
	return (prop_below(c, 2) ? (size_t)PTRDIFF_MAX : SIZE_MAX) - prop_below(c, 40);
}

/* A string of 0 to 299 characters that no compiler knows the length of. */
char *prop_text(struct prop *c)
{
	static char text[300];

	memset(text, 'x', 299);
	return text + prop_below(c, 300);
}

static size_t edge(const struct block *b)
{
	return b->filled <= WHOLE ? b->filled : EDGE;
}

static void fill(struct block *b)
{
	memset(b->p, b->byte, edge(b));
	if (b->filled > WHOLE)
		memset(b->p + b->filled - EDGE, b->byte, EDGE);
}

static int all(const unsigned char *p, size_t n, unsigned char byte)
{
	for (size_t i = 0; i < n; i++)
		if (p[i] != byte)
			return 0;
	return 1;
}

static void look(const struct block *b, size_t n, unsigned char byte, const char *what)
{
	if (!all(b->p, n < edge(b) ? n : edge(b), byte))
		prop_damage(what);
	if (b->filled > WHOLE && n >= b->filled && !all(b->p + b->filled - EDGE, EDGE, byte))
		prop_damage(what);
}

static void release(struct block *b)
{
	struct block old = *b;

	look(b, b->filled, b->byte, "block changed");
	b->p = NULL;
	errno = 77;
	if (old.kind == 'm')
		free(old.p);
	else
		prop_cxx_drop(old.p, old.size, old.align, old.kind);
	if (errno != 77)
		prop_damage("free changed errno");
}

/* An empty slot; one in use is freed first. */
int prop_slot(struct prop *c)
{
	struct block *blocks = tables[c->table];
	int slot = (int)prop_below(c, SLOTS);

	if (blocks[slot].p)
		release(&blocks[slot]);
	return slot;
}

/* A slot with a block of malloc's, or -1. */
int prop_full(struct prop *c)
{
	struct block *blocks = tables[c->table];
	int first = (int)prop_below(c, SLOTS);

	for (int i = 0; i < SLOTS; i++) {
		int slot = (first + i) % SLOTS;

		if (blocks[slot].p && blocks[slot].kind == 'm')
			return slot;
	}
	return -1;
}

/* Frees one block, if there is any from a random slot on. */
void prop_drop(struct prop *c)
{
	int first = (int)prop_below(c, SLOTS);

	free(NULL);
	for (int i = 0; i < SLOTS / 2; i++) {
		struct block *b = &tables[c->table][(first + i) % SLOTS];

		if (b->p) {
			release(b);
			return;
		}
	}
}

static void use(struct prop *c, struct block *b, size_t size)
{
	size_t usable = b->kind == 'm' ? malloc_usable_size(b->p) : size;

	if (usable < size)
		prop_damage("usable size is below the size");
	b->size = size;
	/* Choices must not hang on usable sizes; that the bytes are there may. */
	b->filled = prop_below(c, 4) || PROP_NO_USABLE ? size : usable;
	b->byte = ++next_byte;
	fill(b);
}

void prop_put(struct prop *c, int slot, void *p, size_t size, size_t align, int kind)
{
	struct block *b = &tables[c->table][slot];

	if (!p) {
		prop_damage("allocation failed");
		return;
	}
	if (align && (uintptr_t)p % align)
		prop_damage("block is not aligned");
	if ((uintptr_t)p % (size > 8 ? 16 : 8))
		prop_damage("block is not aligned for its size");
	b->p = p;
	b->align = align;
	b->kind = (char)kind;
	use(c, b, size);
}

void prop_put_zero(struct prop *c, int slot, void *p, size_t size)
{
	struct block zero = {.p = p, .filled = size};

	if (p)
		look(&zero, size, 0, "calloc's block is not zero");
	prop_put(c, slot, p, size, 0, 'm');
}

/* The block of a slot that is about to be moved. */
void *prop_check(struct prop *c, int slot)
{
	const struct block *b = &tables[c->table][slot];

	look(b, b->filled, b->byte, "block changed");
	return b->p;
}

/* What realloc gave for it. */
void prop_moved(struct prop *c, int slot, void *p, size_t size)
{
	struct block *b = &tables[c->table][slot];
	size_t kept = b->size < size ? b->size : size;

	if (!p && size)
		prop_damage("realloc failed");
	b->p = p;
	if (!p)
		return;
	if (b->filled > WHOLE && kept > EDGE)
		kept = EDGE;
	look(b, kept, b->byte, "realloc lost bytes");
	use(c, b, size);
}

void prop_must_fail(struct prop *c, void *p)
{
	(void)c;
	if (p)
		prop_damage("what cannot succeed did");
	else if (errno != ENOMEM)
		prop_damage("a failure without ENOMEM");
	errno = 0;
}
