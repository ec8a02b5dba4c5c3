/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* The options that commands share: which profiles, which functions, in which order, how figures
 * read. */
#ifndef REPORT_VIEW_H
#define REPORT_VIEW_H

#include <stdio.h>

#include "columns.h"

struct view {
	GPtrArray *sort; /* of const struct column * */
	gboolean reverse;
	int limit;
	gboolean exact;
	char **profiles; /* NULL-terminated */
};

void view_init(struct view *view);
void view_clear(struct view *view);

/* Parses a command's arguments; `own` are its options beside the shared ones, `usage` and `about`
 * what --help says. What is left are the profiles. False and a usage error. */
bool view_parse(struct view *view, int argc, char **argv, const GOptionEntry *own,
				const char *usage, const char *about, GError **error);

/* The profiles as a finished model. A failure is printed, its exit status goes to *status. */
struct model *view_load(const struct view *view, int *status);

/* The functions to show, sorted: GArray of struct row. */
GArray *view_rows(const struct view *view, const struct model *model);
void view_sort(const struct view *view, GArray *rows);

#endif
