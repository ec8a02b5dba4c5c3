/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* How far long work has come: one line of standard error, where that is a terminal, from the second
 * second on. */
#ifndef REPORT_PROGRESS_H
#define REPORT_PROGRESS_H

#include <glib.h>
#include <stdbool.h>

struct progress {
	gint64 began, shown; /* in us; shown: 0 while nothing is */
};

void progress_begin(struct progress *progress);
/* 123 of 10000 WHAT */
void progress_show(struct progress *progress, guint done, guint all, const char *what);
/* Takes the line away. */
void progress_end(struct progress *progress);

#endif
