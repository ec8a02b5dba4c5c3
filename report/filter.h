/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/*
 * tracemalloc's filters over charges: of several includes any must match, no exclude may. A filter
 * is a glob of the source file, with :LINE behind it for that line alone, or kind:GLOB,
 * function:GLOB or thread:GLOB. A glob is Python's fnmatch: * matches slashes, too, [] are sets.
 */
#ifndef REPORT_FILTER_H
#define REPORT_FILTER_H

#include "charges.h"

/* all_frames: a function anywhere on the path matches, by its name or where it is defined. */
bool filter_takes(const struct model *model, const struct charge *charge, char *const *include,
				  char *const *exclude, bool all_frames);

#endif
