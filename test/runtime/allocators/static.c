// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// -static and -static-pie: the whole family, to the byte, and allocations inside libc too.
// RUN: rm -rf %t && mkdir %t && cd %t
// RUN: for level in -O0 -O2; do for how in -static -static-pie; do %memfn_clang $how $level -fno-builtin %s -o prog && MEMFN_OUTPUT=p.out ./prog && %expect p.out %s %test_dir/runtime/Inputs/family.h || exit 1; done; done
#include "../Inputs/family.h"

// EXPECT: copy calls=1 allocs=1 alloc_bytes=11 leaked_bytes=11
PROFILE char *copy(const char *text)
{
	return strdup(text);
}

// EXPECT: totals calls=6 leaked_blocks>=1
int main(void)
{
	return family() || copy("0123456789")[9] != '9';
}
