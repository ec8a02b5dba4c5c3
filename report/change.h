/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Figures with a sign, as changes; nothing where there is none. To be freed. */
#ifndef REPORT_CHANGE_H
#define REPORT_CHANGE_H

#include <stdbool.h>
#include <stdint.h>

char *change_size(int64_t change, bool exact);
char *change_seconds(int64_t change);
char *change_count(int64_t change);

#endif
