/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/*
 * Which functions cost more to watch than they tell. A function tells by the memory that passes
 * through it and by the time that it takes; each call of it costs two hooks. Left out are
 *
 *   first   those of short calls, below which nothing is allocated or freed;
 *   then    as long as the rest costs more than wanted, those that are short but for what they
 *           call, the most calls a byte first, while no more than so many bytes fall to others.
 *
 * A list knows functions by their linkage names, so functions that share one go together. A
 * function of few calls costs nothing and stays; so do regions and functions hooked at their calls,
 * which no list leaves out.
 */
#ifndef REPORT_LEAN_H
#define REPORT_LEAN_H

#include <stdio.h>

#include "model.h"

struct lean_wish {
	double cost;    /* the share of the calls that may remain */
	double moved;   /* the share of the bytes that may fall to others */
	char **filter;  /* only these may be left out, as select_function takes them */
	char **exclude; /* not these */
};

struct lean {
	GPtrArray *out;   /* of const struct function *: those left out */
	GPtrArray *stays; /* those that remain, called or not */
	double hook_ns;   /* what a call costs */
	bool hook_guessed;
	int64_t calls, calls_out; /* of all, and of those left out */
	int64_t moved_bytes;      /* allocated by those left out */
};

/* Of a finished model. */
struct lean *lean_new(const struct model *model, const struct lean_wish *wish);
void lean_free(struct lean *lean);

/* The list for --memfn-list: what to leave out, or with `positive` what to watch. Each linkage name
 * once, sorted. */
void lean_write(const struct lean *lean, bool positive, FILE *stream);

#endif
