/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* How much a figure may change before it counts. */
#ifndef REPORT_TOLERANCE_H
#define REPORT_TOLERANCE_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

/* `5%` or `5`: 0.05. NULL: 0. False and a usage error where it is no share. */
bool tolerance_parse(const char *text, double *tolerance, GError **error);
/* The same of an option that takes up to 100%; NULL leaves the share as it is. */
bool share_parse(const char *option, const char *text, double *share, GError **error);
/* Whether new is off old by more than that share of old, either way. */
bool tolerance_exceeded(int64_t old, int64_t new, double tolerance);
/* The largest that new may be. */
int64_t tolerance_limit(int64_t old, double tolerance);

#endif
