/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
#ifndef NOW_H
#define NOW_H

#include <time.h>

/* What a clock shows, in nanoseconds. */
static inline long now(clockid_t clock)
{
	struct timespec time;
	clock_gettime(clock, &time);
	return time.tv_sec * 1000000000 + time.tv_nsec;
}

#endif
