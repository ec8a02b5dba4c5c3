/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Paths as text. */
#ifndef REPORT_PATH_NAME_H
#define REPORT_PATH_NAME_H

#include "model.h"

/* main > parse > node, printable; of a deep path the innermost functions. To be freed. */
char *path_name(const struct model *model, uint32_t index);

#endif
