/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* What a profile's header says of its process: who it is, what time and hooks cost it. */
#ifndef MEMFN_HEADER_H
#define MEMFN_HEADER_H

#include "clock.h"
#include "memfn/format.h"

/* Who the process is, and when it began; no strings. */
void memfn_header_fill(struct memfn_header *header);
/* Its command, program and folder go into the profile, which is open. Lock held. */
void memfn_header_fill_command(void);

/* What one call's hooks cost. */
void memfn_header_hook_cost(struct memfn_hook_cost cost);
/* Stores a pair of (ticks, CLOCK_MONOTONIC) as the last one. Lock held, but at the end of the
 * process. */
void memfn_header_date(void);
/* The CPU time since memfn_header_fill. */
void memfn_header_note_cpu(void);

#endif
