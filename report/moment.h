/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Which moment of which profile is meant: PROFILE@SNAPSHOT, and --snapshot for those without. */
#ifndef REPORT_MOMENT_H
#define REPORT_MOMENT_H

#include "view.h"

/* The file that a name means, to be freed; *moment is what stands behind its @, within `name`, or
 * NULL. A file of the whole name goes first, then the longest name of a file before an @. */
char *moment_split(const char *name, const char **moment);
/* Whether any of these profiles, or all of them, are wanted as of before their end. */
bool moment_is_named(const struct view *view);
/* Whether a snapshot has this column: it has no peak of what a single function had live, and no
 * second moment. */
bool moment_keeps(const struct column *column);

#endif
