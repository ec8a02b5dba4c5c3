/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* What the runtime tells of a run on stderr, a line each; libc is not asked for memory. */
#ifndef MEMFN_TELL_H
#define MEMFN_TELL_H

#include <stdbool.h>

/* Whether lines that tell of nothing lost are wanted: as `quiet` says, else where somebody asked.
 */
bool memfn_tell_wanted(void);
/* How many calls of how many functions came, or why none did, and what to do next. */
void memfn_tell_what_came(void);
/* That the program's malloc is not this one, and what follows. */
void memfn_tell_whose_malloc(void);

#endif
