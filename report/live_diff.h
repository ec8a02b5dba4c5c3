/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* What was live at two moments, of one run or of two, in tracemalloc's words. */
#ifndef REPORT_LIVE_DIFF_H
#define REPORT_LIVE_DIFF_H

#include "group.h"
#include "view.h"

struct live_diff {
	struct view *view;
	struct grouping by; /* of its fields by and by_count */
	bool classic;       /* byte for byte what tracemalloc's documentation prints */
};

/* Prints what differs between two models that have kept their charges; how many things do. */
guint live_diff_print(const struct live_diff *diff, const struct model *old,
					  const struct model *new);

#endif
