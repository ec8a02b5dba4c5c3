/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Errors of memreport: a GError whose message is `what: reason`, which main prints behind the
 * file's name, and whose code is the exit status. */
#ifndef REPORT_ERROR_H
#define REPORT_ERROR_H

#include <glib.h>
#include <stdbool.h>

enum {
	EXIT_KEPT = 0,   /* done; of diff and check: the same, kept */
	EXIT_FAILED = 1, /* could not be done; of diff and check: changed, broken */
	EXIT_USAGE = 2,  /* bad usage; of diff and check: trouble of any kind */
};

/* Sets *error, unless error is NULL, and returns false. */
bool fail(GError **error, const char *format, ...) G_GNUC_PRINTF(2, 3);
/* The same for an error in how memreport was called. */
bool fail_usage(GError **error, const char *format, ...) G_GNUC_PRINTF(2, 3);

/* Adds to the end of its message. */
void error_append(GError *error, const char *text);

/* Prints `memreport: [subject: ]message` to stderr, nonprintable characters escaped, frees the
 * error and returns its exit status. */
int error_report(const char *subject, GError *error);

#endif
