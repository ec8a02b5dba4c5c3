/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* One line a function, as the small decorator prints it that Python's users copy from each other.
 */
#ifndef REPORT_STATS_CLASSIC_H
#define REPORT_STATS_CLASSIC_H

#include "view.h"

/* Says on standard error what the profile does not hold. */
void stats_classic_print(struct view *view, const struct model *model, FILE *stream);

#endif
