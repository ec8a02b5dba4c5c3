/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Sums over all shards, as of now: other threads go on meanwhile. */
#ifndef MEMFN_FIGURES_H
#define MEMFN_FIGURES_H

#include <stdint.h>

/* Live bytes of the process, what threads have not published yet included; never negative. */
int64_t memfn_live_bytes(void);

/* Their peak since the start, or the last memfn_reset_peak. */
int64_t memfn_peak_bytes(void);

/* The allocations of the process so far. Time in proportion to the accounts. */
struct memfn_sums {
	uint64_t allocs, alloc_bytes, freed, freed_bytes;
};
struct memfn_sums memfn_sum_up(void);

#endif
