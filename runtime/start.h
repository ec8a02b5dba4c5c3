/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* The runtime's own life: its start at the first event, its end at exit. */
#ifndef MEMFN_START_H
#define MEMFN_START_H

#include <stdbool.h>

/* Whether this copy of the runtime is the one that records: not where another copy, the
 * executable's, stands before it. */
bool memfn_is_in_front(void);

struct memfn_thread;

/* The program stops recording, and starts it again; nothing where that is so already. Both take the
 * lock. */
void memfn_pause(void);
void memfn_resume(struct memfn_thread *t);

/* The process ends with this status (-1: not known). Writes the profile's last words and the line
 * at exit; does nothing in another process than the profile's. */
void memfn_finish(unsigned state, int status);

/* Another program is about to take this process's place; then, where it did not, things are as
 * before. False where this is not the profile's process: there is nothing to take back. */
bool memfn_replaced(void);
void memfn_not_replaced(void);

#endif
