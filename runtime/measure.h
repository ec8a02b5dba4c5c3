/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/*
 * Pairs of memfn_measure_begin and _end: a list beside each stack. The high marks of the frames
 * that are open at the beginning start anew at the net of that moment, after what they held has
 * gone to the nodes and to the other pairs, so that nothing is slower while a pair is open.
 */
#ifndef MEMFN_MEASURE_H
#define MEMFN_MEASURE_H

#include <stdint.h>

#include "thread.h"

/* The high marks of all open frames start anew at the net of now. */
void memfn_measures_restart_marks(struct memfn_thread *t);

#endif
