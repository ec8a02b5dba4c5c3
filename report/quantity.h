/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Quantities as people write them. */
#ifndef REPORT_QUANTITY_H
#define REPORT_QUANTITY_H

#include "columns.h"

/* 12MiB, 12M, 1.5 GiB, 4096 for sizes (K, M and G are 1024s); 20ms, 1.5s, 2 for times (ns, us, ms,
 * s, min); 1000, 1,000, 10k for counts. In the column's own unit: bytes, nanoseconds, one. False
 * where the text is none of that. */
bool quantity_parse(const char *text, const struct column *column, double *value);

/* One such as this column takes, for messages. */
const char *quantity_example(const struct column *column);

#endif
