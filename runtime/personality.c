/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/*
 * An exception, or a thread's cancellation, leaves a function without landing pads. The unwinder
 * tells the stack pointer at the function's call; how far the frame's address is from there, its
 * call frame information says (DWARF 5, section 6.4, and the LSB's .eh_frame). Only what compilers
 * write for such functions is understood here; else the unwinder has to walk up to the next frame.
 *
 * To find and read that takes some 850 instructions, and it says the same of one place each time:
 * the object of the function keeps it, in one word a place.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "atomic.h"
#include "hooks.h"
#include "stack.h"

enum { STACK_POINTER = 7, KEPT = 4 };

struct reader {
	const uint8_t *at, *end;
	bool strange; /* what comes next is not understood */
};

struct rule {
	uint64_t base, offset; /* the frame's address: that register, and so much more */
};

struct program {
	struct rule rule, kept[KEPT];
	int depth;
	uint64_t location, until, step;
};

/* libgcc's struct dwarf_eh_bases */
struct bases {
	void *text, *data, *function;
};

static inline uint64_t byte(struct reader *r)
{
	if (r->at < r->end)
		return *r->at++;
	r->strange = true;
	return 0;
}

static uint32_t word(struct reader *r)
{
	uint32_t value = 0;
	if (r->end - r->at < 4) {
		r->strange = true;
		return 0;
	}
	memcpy(&value, r->at, 4);
	r->at += 4;
	return value;
}

static inline uint64_t number(struct reader *r)
{
	uint64_t next = byte(r), value = next & 0x7f;
	for (unsigned shift = 7; next & 0x80 && shift < 64; shift += 7) {
		next = byte(r);
		value |= (next & 0x7f) << shift;
	}
	return value;
}

static void skip(struct reader *r, uint64_t size)
{
	if (size <= (uint64_t)(r->end - r->at))
		r->at += size;
	else
		r->strange = true;
}

static void keep(struct program *p, struct reader *r)
{
	if (p->depth < KEPT)
		p->kept[p->depth++] = p->rule;
	else
		r->strange = true;
}

static void restore(struct program *p, struct reader *r)
{
	if (p->depth)
		p->rule = p->kept[--p->depth];
	else
		r->strange = true;
}

static void step(struct program *p, struct reader *r)
{
	uint64_t code = byte(r);
	switch (code & 0xc0) {
	case 0x40: /* advance_loc */
		p->location += (code & 0x3f) * p->step;
		return;
	case 0x80: /* offset */
		number(r);
		return;
	case 0xc0: /* restore */
		return;
	}
	switch (code) {
	case 0x00: /* nop */
		break;
	case 0x02: /* advance_loc1 */
		p->location += byte(r) * p->step;
		break;
	case 0x03: { /* advance_loc2 */
		uint64_t low = byte(r);
		p->location += (low | byte(r) << 8) * p->step;
		break;
	}
	case 0x04: /* advance_loc4 */
		p->location += word(r) * p->step;
		break;
	case 0x06: /* restore_extended, undefined, same_value, GNU_args_size */
	case 0x07:
	case 0x08:
	case 0x2e:
		number(r);
		break;
	case 0x05: /* offset_extended, register */
	case 0x09:
		number(r);
		number(r);
		break;
	case 0x0a:
		keep(p, r);
		break;
	case 0x0b:
		restore(p, r);
		break;
	case 0x0c: /* def_cfa */
		p->rule.base = number(r);
		p->rule.offset = number(r);
		break;
	case 0x0d: /* def_cfa_register */
		p->rule.base = number(r);
		break;
	case 0x0e: /* def_cfa_offset */
		p->rule.offset = number(r);
		break;
	case 0x10: /* expression: of a register */
	case 0x16: /* val_expression */
		number(r);
		skip(r, number(r));
		break;
	default:
		r->strange = true;
	}
}

static bool run(struct program *p, struct reader *r)
{
	while (r->at < r->end && p->location < p->until && !r->strange)
		step(p, r);
	return !r->strange;
}

/* Of an address in .eh_frame, by its encoding (LSB, DW_EH_PE_*); 0: not understood. */
static size_t size_of(uint64_t encoding)
{
	static const uint8_t sizes[8] = {8, 0, 2, 4, 8};
	return (encoding & 0x70) == 0x50 ? 0 : sizes[encoding & 7];
}

/* The size of an address in the entries that refer to this one. */
static size_t augmentation(struct reader *r, const char *text)
{
	size_t size = 8;
	for (; *text && !r->strange; text++) {
		if (*text == 'R')
			size = size_of(byte(r));
		else if (*text == 'L')
			byte(r);
		else if (*text == 'P')
			skip(r, size_of(byte(r)));
		else if (*text != 'S' && *text != 'B')
			r->strange = true;
	}
	return size;
}

static struct reader entry(const uint8_t *start)
{
	struct reader r = {start, start + 4, false};
	uint64_t length = word(&r);
	r.end = r.at + length;
	r.strange = !length || length == UINT32_MAX;
	return r;
}

/* The common entry; its instructions are run. Gives the size of an address, 0 for failure. */
static size_t read_common(const uint8_t *start, struct program *p)
{
	struct reader r = entry(start);
	word(&r);
	uint64_t version = byte(&r);
	const char *text = (const char *)r.at;
	if (r.strange || (version != 1 && version != 3) || *text != 'z')
		return 0;
	r.at += strlen(text) + 1;
	p->step = number(&r);
	number(&r); /* the data's factor: a signed number is as long as an unsigned one */
	if (version == 1)
		byte(&r);
	else
		number(&r);
	uint64_t length = number(&r);
	struct reader more = r;
	size_t size = augmentation(&more, text + 1);
	skip(&r, length);
	return !more.strange && run(p, &r) ? size : 0;
}

static bool read_rule(const uint8_t *start, struct program *p)
{
	struct reader r = entry(start);
	const uint8_t *here = r.at;
	int32_t back = (int32_t)word(&r);
	size_t size = r.strange || !back ? 0 : read_common(here - back, p);
	if (!size)
		return false;
	skip(&r, 2 * size);
	skip(&r, number(&r));
	return run(p, &r);
}

/* False: not understood. */
static bool rule_by_table(uint64_t until, const struct memfn_unwinder *u, struct rule *rule)
{
	struct program p = {.until = until};
	struct bases bases = {NULL, NULL, NULL};
	const void *table = u->find_fde ? u->find_fde((void *)(until - 1), &bases) : NULL;
	p.location = (uintptr_t)bases.function;
	if (!table || !read_rule(table, &p) || p.rule.base > 15)
		return false;
	*rule = p.rule;
	return true;
}

/* A word of what is known: how far a place is from these words, in 32 bits; its rule's register, in
 * 4, and offset. Other threads and handlers read and write it at any time. A place is never where
 * the words are, so that 0 is of none. */
enum { PLACE_BITS = 32, BASE_BITS = 4 };

static inline uint64_t *word_of(uint64_t *known, int64_t distance)
{
	enum { SHIFT = 23 };
	_Static_assert(MEMFN_KNOWN_PASSED == 1 << (32 - SHIFT), "all words are in use");
	return &known[((uint32_t)distance * 0x9E3779B1u) >> SHIFT];
}

static bool find_rule(uint64_t until, const struct memfn_unwinder *u, uint64_t *known,
					  struct rule *rule)
{
	int64_t distance = (int64_t)(until - (uintptr_t)known);
	uint64_t *place = word_of(known, distance);
	uint64_t word = __atomic_load_n(place, __ATOMIC_RELAXED);
	if (likely((int32_t)word == distance)) {
		rule->base = word >> PLACE_BITS & ((1 << BASE_BITS) - 1);
		rule->offset = word >> (PLACE_BITS + BASE_BITS);
		return true;
	}
	if (!rule_by_table(until, u, rule))
		return false;
	if ((int32_t)distance == distance && !(rule->offset >> (64 - PLACE_BITS - BASE_BITS)))
		__atomic_store_n(place,
						 (uint32_t)distance | rule->base << PLACE_BITS |
							 rule->offset << (PLACE_BITS + BASE_BITS),
						 __ATOMIC_RELAXED);
	return true;
}

/* 0: not understood. */
static uintptr_t frame_by_rule(void *context, const struct memfn_unwinder *u, uint64_t *known)
{
	int before = 0;
	uintptr_t ip = u->get_ip(context, &before);
	struct rule rule;
	if (!find_rule(ip + (before != 0), u, known, &rule))
		return 0;
	uintptr_t base =
		rule.base == STACK_POINTER ? u->get_cfa(context) : u->get_register(context, (int)rule.base);
	return base + rule.offset;
}

struct walk {
	const struct memfn_unwinder *u;
	uintptr_t sp, ip, found;
	bool here;
};

static int look(void *context, void *data)
{
	enum { GO_ON = 0, NORMAL_STOP = 4 };
	struct walk *walk = data;
	uintptr_t sp = walk->u->get_cfa(context);
	int before = 0;
	if (walk->here)
		walk->found = sp;
	else
		walk->here = sp == walk->sp && walk->u->get_ip(context, &before) == walk->ip;
	return walk->found ? NORMAL_STOP : GO_ON;
}

/* The next frame's stack pointer. */
static uintptr_t frame_by_walk(void *context, const struct memfn_unwinder *u)
{
	int before = 0;
	struct walk walk = {u, u->get_cfa(context), u->get_ip(context, &before), 0, false};
	if (u->backtrace)
		u->backtrace(look, &walk);
	return walk.found;
}

/* Behind a cleanup the function is asked again, with its frame gone: an exit would find that out,
 * by 98 instructions more. */
static bool is_over(uint64_t key)
{
	const struct memfn_thread *t = &memfn_self;
	return t->top->key && t->top->key < key && memfn_stack_holds(t, key);
}

__attribute__((visibility("default"))) void
__memfn_passed_by(void *context, const struct memfn_unwinder *u, uint64_t *known)
{
	if (!u->get_cfa || !u->get_ip || !u->get_register)
		return;
	uintptr_t end = frame_by_rule(context, u, known);
	if (!end)
		end = frame_by_walk(context, u);
	if (end && !is_over(0 - (uint64_t)(end - sizeof(void *))))
		__memfn_exit(NULL, (char *)end - sizeof(void *));
}
