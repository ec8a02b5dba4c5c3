/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Pictures of all figures: see struct memfn_snapshot. */
#ifndef MEMFN_SNAPSHOT_H
#define MEMFN_SNAPSHOT_H

#include "memfn/format.h"

/* Takes one, on any thread. Takes the lock. Where there is no memory, nothing is kept. */
void memfn_snapshot_take(const char *label, enum memfn_snapshot_cause cause);
/* In a child made by fork: the parent's pictures are the parent's. Lock held. */
void memfn_snapshots_reset(void);

#endif
