/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/*
 * The profile as a whole: the header, chunks (chunk.h), strings (text.h), and the file behind them.
 * The first two functions are called with the lock held, the others without.
 */
#ifndef MEMFN_PROFILE_H
#define MEMFN_PROFILE_H

#include <stdint.h>

#include "memfn/format.h"

extern struct memfn_header *memfn_header; /* null before memfn_profile_open */

/* Makes the profile and fills its header. It always works: without a file the memory is private,
 * and a line on stderr has said so. -ENOMEM where there is no memory at all. */
int memfn_profile_open(const char *pattern);

/* In a child made by fork: a new file of its own with what the parent's memory holds, mapped at the
 * same addresses, so that every pointer stays good; where there is no file, private memory. The
 * header starts anew. -errno where even that fails. */
int memfn_profile_renew(const char *pattern);

/* Brings the file up to now where memory is private. -errno where it cannot be written. Takes the
 * lock. */
int memfn_profile_flush(void);
/* Writes state and status, what is in private memory, and gives the file its mode. -errno where it
 * cannot be written; 1 where that was said at the start. */
int memfn_profile_finish(uint32_t state, int status);
/* It was not the end after all. Takes the lock. */
void memfn_profile_go_on(void);

#endif
