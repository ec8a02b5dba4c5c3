// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// With mmap=1 the mappings that an allocator behind malloc makes for itself are not the program's.
// REQUIRES: default-llvm, jemalloc, tcmalloc, mimalloc
// RUN: rm -rf %t && mkdir %t && cd %t && %memfn_clang -O1 %s -o prog
// RUN: for library in "" %jemalloc %tcmalloc %mimalloc; do LD_PRELOAD=$library MEMFN_OPTIONS=mmap=1 MEMFN_OUTPUT=p.out ./prog && %expect p.out %s || exit 1; done
#include <string.h>
#include <sys/mman.h>

#include "../Inputs/take.h"

// EXPECT: f maps=1 mapped_bytes=65536 mapped_live_bytes=65536
// EXPECT: totals maps=1 mapped_bytes=65536 mapped_peak_bytes=65536
PROFILE void f(void)
{
	for (int i = 0; i < 50; i++)
		give(memset(take(3 << 20), 1, 3 << 20));
	for (int i = 0; i < 50000; i++)
		take(200);
	mmap(NULL, 65536, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}

int main(void)
{
	f();
	return 0;
}
