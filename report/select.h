/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Which functions a table shows. */
#ifndef REPORT_SELECT_H
#define REPORT_SELECT_H

#include "columns.h"

/* Whether a glob (* and ?) is one of a function's three names, or the first without its
 * [abi:cxx11]. */
bool select_matches(const struct function *function, const char *glob);

/* --filter and --exclude: a glob of function names, or file:GLOB. Of several filters one must
 * match, of the excludes none may. thread:GLOB is not for here: it chooses figures, not functions;
 * select_threads collects those, a GPtrArray of GPatternSpec *, NULL where there are none. */
bool select_function(const struct function *function, char *const *filter, char *const *exclude);
GPtrArray *select_threads(char *const *filters);

/* What a row of a table is called, to be freed. */
typedef char *select_name(gconstpointer row);

/* pstats' restriction of rows of any kind: a count, a fraction below 1, or a regular expression
 * that is searched in their names. Appends pstats' own words about it to `said`. */
void select_only(GArray *rows, select_name *name_of, const char *restriction, GString *said);

#endif
