/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* What the programs of these tests share: blocks that no optimiser takes away. A block counts for
 * the frame that is current, since take and give are not instrumented themselves. */
#include <stdlib.h>

#define PROFILE __attribute__((annotate("memprof")))

static inline void *take(size_t size)
{
	void *volatile block = malloc(size);
	return block;
}

static inline void give(void *block)
{
	void *volatile same = block;
	free(same);
}

/* Calls a function from far below on the machine stack, where its frame does not lie over those that
 * a jump left behind: nothing shows then that they are gone, unless the jump was noticed. */
static inline __attribute__((noinline)) void far_below(void (*function)(void))
{
	volatile char much[4000];
	much[0] = 1;
	function();
	much[1] = much[0];
}
