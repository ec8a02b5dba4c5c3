/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Files that options name, to be written. What is printed on standard output, main sees off. */
#ifndef REPORT_OUTPUT_H
#define REPORT_OUTPUT_H

#include <glib.h>
#include <stdbool.h>
#include <stdio.h>

/* NULL and *error where the file cannot be written. */
FILE *output_open(const char *file, GError **error);
/* Closes the stream. False and *error where not all that was written to it has arrived. */
bool output_close(FILE *stream, const char *file, GError **error);

#endif
