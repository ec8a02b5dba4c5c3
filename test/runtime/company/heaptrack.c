// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// heaptrack on the same binary: both count the program's blocks, MemFn those of heaptrack's as well.
// REQUIRES: heaptrack
// RUN: rm -rf %t && mkdir %t && cd %t && %memfn_clang -O2 %s -o prog -pthread
// RUN: env MEMFN_OUTPUT=p.out heaptrack -o log ./prog && %expect p.out %test_dir/runtime/Inputs/company.h:CALLS "leaf allocs>=20 alloc_bytes>=2000" && ls log*
#include "../Inputs/company.h"

int main(void)
{
	return run();
}
