/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Where a sanitizer owns malloc, its own hooks tell what is allocated. */
#ifndef MEMFN_SANITIZER_H
#define MEMFN_SANITIZER_H

#include <stdbool.h>

/* Asks a sanitizer for its hooks; false where there is none. */
bool memfn_sanitizer_start(void);

#endif
