/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* What the support files share among themselves. */
#ifndef PROP_STATE_H
#define PROP_STATE_H

#include "prop.h"

extern struct prop prop_threads[PROP_THREADS];
extern int prop_exiting; /* one thread runs exit, the others wait for ever */

extern int prop_coroutines; /* what takes turns is coroutines of one thread */

void prop_seed(struct prop *c, uint64_t seed, int thread);
void prop_become(struct prop *c);
void prop_yield(struct prop *c);
void prop_join_all(struct prop *c);

#endif
