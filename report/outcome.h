/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* What came of one check, and its report as JUnit's XML, which CI servers read. */
#ifndef REPORT_OUTCOME_H
#define REPORT_OUTCOME_H

#include <glib.h>
#include <stdbool.h>

struct outcome {
	char *name;   /* of the function; printable */
	char *check;  /* the condition, as written */
	char *broken; /* what is wrong, with both numbers; NULL where it is kept */
};

/* Of struct outcome, which owns its strings. */
GArray *outcomes_new(void);
/* False and *error where the file cannot be written. */
bool outcomes_write_junit(const GArray *outcomes, const char *file, GError **error);

#endif
