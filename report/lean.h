/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/*
 * Which functions to watch, so that watching costs no more than is wanted. A function tells by the
 * memory that passes through it and by the time that it takes; each call of it costs two hooks. As
 * long as all cost no more, all stay. Else there stay
 *
 *   first   those that allocated the share of the bytes that is to stay where it was allocated, the
 *           most bytes a call first, whatever they cost;
 *   then    as long as the cost allows, those of so few calls that they cost next to nothing, and
 *           the others, the most bytes passing through a call first; but none of short calls below
 *           which nothing is allocated or freed.
 *
 * Where what stays for its bytes costs more than is wanted, the others may cost as much again: what
 * is wanted can then be had only by giving up those bytes (lean->dear).
 *
 * A list knows functions by their linkage names, so functions that share one go together. Regions
 * and functions hooked at their calls, which no list leaves out, stay, as do those that are asked
 * for, and what they cost is not counted.
 */
#ifndef REPORT_LEAN_H
#define REPORT_LEAN_H

#include <stdio.h>

#include "model.h"

struct lean_wish {
	double cost;   /* what watching may cost, as a share of the run without hooks */
	double kept;   /* the share of the bytes that must stay with the functions that allocate them */
	char **filter; /* only these may be left out, as select_function takes them */
	char **exclude; /* not these */
};

struct lean {
	/* of const struct function *, the most calls first */
	GPtrArray *out;   /* those left out; last, without a call, namesakes of others */
	GPtrArray *stays; /* those that remain, called or not, in no order */
	GPtrArray *dear;  /* called, and staying for their bytes, where they cost too much */
	double hook_ns;   /* what a call costs */
	bool hook_guessed;
	double without_ns;        /* what the run took, less the hooks: an estimate */
	int64_t calls, calls_out; /* of all, and of those left out */
	int64_t moved_bytes;      /* allocated by those left out */
};

/* Of a finished model. */
struct lean *lean_new(const struct model *model, const struct lean_wish *wish);
void lean_free(struct lean *lean);

/* How many of the moved bytes count to each function once the others are left out, by index: those
 * of a path go to the first function above that stays. To be freed. */
int64_t *lean_receivers(const struct lean *lean, const struct model *model);

/* The list for --memfn-list: what to leave out, or with `positive` what to watch. Each linkage name
 * once, sorted. */
void lean_write(const struct lean *lean, bool positive, FILE *stream);

#endif
