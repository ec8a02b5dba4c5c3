/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Two models side by side: which function, path or source line of one is which of the other. */
#ifndef REPORT_PAIRS_H
#define REPORT_PAIRS_H

#include "model.h"

/* What is compared. Its figures are those of a path, or FIG_COUNT of them; both are NULL where the
 * first model has none of it, or the second. */
struct pair {
	const struct function *function; /* the newer where there are two */
	const int64_t *old, *new;
	const struct path *old_path, *new_path;
	char *label;               /* of a source line; else NULL */
	const struct model *model; /* of a path: where it is; else NULL */
	uint32_t path;
};

enum pair_by { BY_FUNCTION, BY_LINE, BY_PATH };

/* Functions are the same where linkage name and file are; lines may have moved. Those that agree
 * in the line, too, go first. GArray of struct pair. */
GArray *pairs_new(const struct model *old, const struct model *new, enum pair_by by);
void pairs_free(GArray *pairs);

/* What a pair is called; to be freed. */
char *pair_label(const struct pair *pair);
/* Whether it is in the first model, and in the second. */
bool pair_has_old(const struct pair *pair);
bool pair_has_new(const struct pair *pair);
/* Old and new figure, 0 for none. */
int64_t pair_old(const struct pair *pair, enum figure figure);
int64_t pair_new(const struct pair *pair, enum figure figure);

#endif
