/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* What closes a tag for the secret that opens it. */
#include "block.h"

uint64_t memfn_tag_factor = 1;

/* Newton's iteration for 1 / x: an odd number is its own inverse modulo 8, and each step doubles
 * the bits that are right. */
void memfn_tag_start(void)
{
	uint64_t factor = memfn_block_secret;
	for (int bits = 3; bits < 64; bits *= 2)
		factor *= 2 - memfn_block_secret * factor;
	memfn_tag_factor = factor;
}
