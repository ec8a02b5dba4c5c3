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
