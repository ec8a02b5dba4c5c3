// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// live=none: no file while the program runs, the whole profile at its exit.
// REQUIRES: default-llvm
// RUN: %each %clang_memfn %s -- 'MEMFN_OPTIONS=live=none MEMFN_OUTPUT=p.out ./prog && %expect p.out %s'
#include <unistd.h>

#include "../Inputs/paths.h"

// EXPECT: totals calls=8190 leaked_bytes=0
// EXPECT: process state=exited
int main(void)
{
	walk();
	return !access("p.out", F_OK);
}
