/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* The points of a timeline as columns of even width in time. */
#ifndef REPORT_TIMELINE_COLUMNS_H
#define REPORT_TIMELINE_COLUMNS_H

#include "model.h"

struct timeline_columns {
	int width;
	int64_t end_ns;             /* of the last column; the first begins at 0 */
	double *live, *rss, *rate;  /* highest within the column; bytes allocated a second */
	int64_t peak_bytes;         /* the exact one, and between which points it was */
	int64_t peak_from, peak_to; /* ns */
};

/* points: by time, at least one; of one process. The arrays are to be freed by
 * timeline_columns_clear. */
struct timeline_columns timeline_columns_new(const struct point *points, guint count, int width);
void timeline_columns_clear(struct timeline_columns *columns);
/* In which column a moment is. */
int timeline_column_at(const struct timeline_columns *columns, int64_t ns);

#endif
