/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* The figures that add up over paths, and so can be a tree, a flame graph or another tool's cost.
 * Peaks do not add up, and are no metric. */
#ifndef REPORT_METRIC_H
#define REPORT_METRIC_H

#include "model.h"

struct metric {
	const char *name;
	enum figure figure; /* of a path alone */
	enum figure total;  /* of a function or edge, with all below */
	const char *unit;   /* bytes, count, nanoseconds */
	const char *about;
};

#define METRIC_NAMES "time, alloc, allocs, frees, freed, leaked, atpeak"

extern const struct metric metrics[];
extern const size_t metric_count;

/* NULL, and a usage error that says why, or lists those there are. */
const struct metric *metric_find(const char *name, GError **error);

/* A path's own share, never negative. */
int64_t metric_of_path(const struct metric *metric, const struct model *model, uint32_t path);
/* Each path with all below it, threads included; to be freed. */
int64_t *metric_inclusive(const struct metric *metric, const struct model *model);
/* The sum over all paths. */
int64_t metric_total(const struct metric *metric, const struct model *model);

#endif
