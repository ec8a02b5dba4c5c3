/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* What stands above and below every table: whose figures these are, and how far to trust them. */
#ifndef REPORT_BANNER_H
#define REPORT_BANNER_H

#include <stdio.h>

#include "model.h"

/* The processes, and their totals. exact: sizes in bytes. */
void banner_print(const struct model *model, bool exact, FILE *stream);
/* One line: threads, what watching cost, what was lost, and which figures are not exact. */
void trust_print(const struct model *model, bool exact, FILE *stream);
/* One line where hooks took half of the run, and long enough to be noticed: what to do. */
void advice_print(const struct model *model, FILE *stream);

#endif
