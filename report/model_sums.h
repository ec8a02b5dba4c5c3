/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* How paths add up to a function, or to an edge. */
#ifndef REPORT_MODEL_SUMS_H
#define REPORT_MODEL_SUMS_H

#include "model.h"

/* Adds a path's figures to v[FIG_COUNT]; the path's inclusive ones where it is not nested, and is
 * the first of its function on the stack (time) or on the whole path (allocations). */
void model_sum_path(int64_t *v, const struct path *path);

#endif
