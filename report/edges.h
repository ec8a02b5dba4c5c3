/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Who called whom: the figures of each function, split by the function it was called from. Each
 * column of a function's edges adds up to the function's own (own peak has no edges: 0). */
#ifndef REPORT_EDGES_H
#define REPORT_EDGES_H

#include "model.h"

struct edge {
	uint32_t function; /* called */
	uint32_t caller;
	int64_t v[FIG_COUNT];
};

struct edges {
	struct edge *edge; /* by function, then caller */
	uint32_t count;
	uint32_t *first; /* where each function's begin; one more at the end */
};

/* Of a finished model. */
struct edges *edges_new(const struct model *model);
void edges_free(struct edges *edges);

#endif
