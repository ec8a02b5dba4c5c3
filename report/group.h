/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Charges summed by one thing or several: lines, functions, kinds… */
#ifndef REPORT_GROUP_H
#define REPORT_GROUP_H

#include <stdio.h>

#include "charges.h"

enum group_by {
	GROUP_LINE,
	GROUP_FILE,
	GROUP_FUNCTION,
	GROUP_PATH,
	GROUP_KIND,
	GROUP_LIBRARY,
	GROUP_THREAD,
	GROUP_DOMAIN,
};

enum { MAX_CROSSED = 4 };

struct group {
	const struct charge *first; /* one of them */
	struct held at[MOMENT_COUNT];
	int64_t own_peak_bytes; /* the largest of their own peaks */
};

/* What groups are ordered by. */
enum group_order { ORDER_BYTES, ORDER_COUNT, ORDER_LIVE, ORDER_AT_PEAK, ORDER_OWN_PEAK };

struct grouping {
	const struct model *model;
	enum group_by by[MAX_CROSSED];
	guint by_count;
	char **include, **exclude;
	gboolean all_frames;
	enum group_order order;
	bool last_first; /* of equal ones, as tracemalloc does */
};

/* Names, separated by commas. False and a usage error. */
bool grouping_set_by(struct grouping *grouping, const char *names, GError **error);
bool grouping_set_order(struct grouping *grouping, const char *name, GError **error);
/* GPtrArray of the charges that the filters let through. It is to be freed, as the next one's array
 * is. */
GPtrArray *group_chosen(const struct grouping *grouping);
/* GArray of struct group, the largest first, without those that have nothing. */
GArray *group_charges(const struct grouping *grouping);

/* What a group is ordered by, and how many blocks that is (of no use with ORDER_OWN_PEAK). */
int64_t group_value(const struct group *group, enum group_order order);
struct held group_held(const struct group *group, enum group_order order);

/* What it is called, printable; to be freed. A guessed kind has a ? behind it. */
char *group_name(const struct grouping *grouping, const struct group *group);
/* The heading of what groups are of: Kind & Line. */
char *grouping_title(const struct grouping *grouping);

/* Says what has no line, or no kind, and how to get them. */
void group_print_missing(const struct grouping *grouping, FILE *stream);
/* Says why there is so little to see: nothing passes the filters, or most of it was allocated by
 * one function for several others. */
void group_print_hints(const struct grouping *grouping);

#endif
