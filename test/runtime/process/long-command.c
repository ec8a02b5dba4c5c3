// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Texts about as long as what a chunk of the profile has room for.
// RUN: rm -rf %t && mkdir %t && cd %t && %memfn_clang %s -o prog
// RUN: cd %t && for n in $(seq 3950 4 4010); do long=$(printf %%0${n}d 0) && MEMFN_OUTPUT=p.out ./prog $long && %memreport p.out | grep -q " $long, pid" && %expect p.out %s || exit 1; done
#include "../Inputs/take.h"

// EXPECT: main calls=1 alloc_bytes=1
PROFILE int main(void)
{
	give(take(1));
	return 0;
}
