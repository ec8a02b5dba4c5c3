/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/*
 * What each path allocated at each source line, of each kind, in each thread: the finest grain a
 * profile has. Lines and kinds are sums of it. A model keeps charges only where its options ask for
 * them.
 */
#ifndef REPORT_CHARGES_H
#define REPORT_CHARGES_H

#include "model_add.h"

enum moment { MOMENT_ALL, MOMENT_END, MOMENT_PEAK, MOMENT_COUNT };

/* Blocks: all that were allocated, or those live at the end or at the process's peak. */
struct held {
	int64_t bytes, blocks;
};

struct charge {
	uint32_t path;
	uint32_t line;      /* 0 where not known */
	const char *file;   /* the function's where the line is not known */
	const char *kind;   /* NULL where not known */
	const char *thread; /* its name; main for the main thread */
	bool guess;         /* the kind is one */
	bool placed;        /* it has a line */
	int64_t own_peak_bytes;
	struct held at[MOMENT_COUNT];
};

/* The name of a shard's thread, kept by the model. */
const char *charge_thread(struct adding *adding, uint32_t shard);
/* Keeps an account's figures of one thread; all but `at` and `thread` is taken from the account. */
void charge_add(struct adding *adding, const struct memfn_account *account, struct charge charge);

#endif
