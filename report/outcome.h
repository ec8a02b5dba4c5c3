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

GArray *outcomes_new(void);
bool outcomes_write_junit(const GArray *outcomes, const char *file, GError **error);

#endif
