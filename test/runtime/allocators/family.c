// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Every entry of the malloc family, to the byte.
// RUN: %each %clang_memfn -fno-builtin %s -- 'MEMFN_OUTPUT=p.out ./prog && %expect p.out %s %test_dir/runtime/Inputs/family.h'
#include "../Inputs/family.h"

// EXPECT: totals leaked_bytes=0
int main(void)
{
	return family();
}
