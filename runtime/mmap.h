/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
#ifndef MEMFN_MMAP_H
#define MEMFN_MMAP_H

#include <stdbool.h>

/* mmap=1: mappings are counted from now on; false, and a line says so, where they cannot be. */
bool memfn_mmap_start(void);

#endif
