/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* The lines of lists that the program was compiled with. */
#ifndef MEMFN_SELECTION_H
#define MEMFN_SELECTION_H

#include "memfn/abi.h"

/* Adds what one module says of one line. Lock held. Without memory it does nothing. */
void memfn_selection_add(const struct memfn_list_line *line);

#endif
