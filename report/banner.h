/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* What stands above and below every table: whose figures these are, and how far to trust them. */
#ifndef REPORT_BANNER_H
#define REPORT_BANNER_H

#include <stdio.h>

#include "model.h"

void banner_print(const struct model *model, bool exact, FILE *stream);
void trust_print(const struct model *model, bool exact, FILE *stream);

#endif
