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
	uint32_t account; /* of the profile, while that is added */
	uint32_t path;
	uint32_t line;          /* 0 where not known */
	const char *file;       /* the function's where the line is not known */
	const char *kind;       /* NULL where not known */
	const char *thread;     /* of whose path it is; main for the main thread */
	bool guess;             /* the kind is one */
	bool placed;            /* it has a line */
	bool mapped;            /* of the program's own mappings, not of the heap */
	int64_t own_peak_bytes; /* of the heap from adding_owner_peaks on */
	struct held at[MOMENT_COUNT];
};

/* The names of the threads of a profile's nodes, kept by the model; the array is to be freed. A
 * block belongs to the thread of its path, whoever frees it. Threads that began at one path cannot
 * be told apart: where their names differ they go by all of them. */
const char **charge_threads(struct model *model, const struct profile *profile);
/* Keeps an account's figures of one shard; all but `at` is taken from the account. */
void charge_add(struct adding *adding, const struct memfn_account *account, struct charge charge);

/* heap or mmap. */
static inline const char *charge_domain(const struct charge *charge)
{
	return charge->mapped ? "mmap" : "heap";
}

#endif
