/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/*
 * rss=1: what the kernel says of the process's memory is read when a function is entered and when
 * it is left, and what has changed since the last look is charged to the path in between. So each
 * change is charged once, and a reader's sum over the paths below a call is after less before.
 */
#ifndef MEMFN_RESIDENT_H
#define MEMFN_RESIDENT_H

#include <stdbool.h>

#include "thread.h"

extern bool memfn_resident_on;

/* False, with a line that says so, where the kernel does not tell. Lock held. */
bool memfn_resident_start(void);
/* Looks, and charges what has changed to a frame's path. Without the lock. */
void memfn_resident_note(const struct memfn_frame *frame);
/* Looks: what has changed is nobody's. */
void memfn_resident_skip(void);
/* In a child made by fork. Lock held. */
void memfn_resident_reset(void);

#endif
