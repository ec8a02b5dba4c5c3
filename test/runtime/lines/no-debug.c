// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A function without debug info has no lines: what it allocates is not charged to a line of whoever
// was called before it, or of a function that it called.
// RUN: rm -rf %t && mkdir %t && cd %t
// RUN: for level in -O0 -O2; do %clang_memfn $level -g0 -DPLAIN -c %s -o plain.o && %clang_memfn $level -g -c %s -o lines.o && %clang_memfn lines.o plain.o -o prog %link_static && MEMFN_OUTPUT=p.out ./prog && %expect p.out %s || exit 1; done
#include "../Inputs/take.h"

void with(size_t size), without(size_t size);

#ifdef PLAIN
// EXPECT: without calls=1 allocs=2 alloc_bytes=2000
PROFILE void without(size_t size)
{
	take(size);
	with(size / 10);
	take(size);
}
#else
// EXPECT: with calls=2 allocs=2 alloc_bytes=110
// EXPECT: line 23 allocs=2 alloc_bytes=110
PROFILE void with(size_t size)
{
	void *volatile block = malloc(size);
	(void)block;
}

int main(void)
{
	with(10);
	without(1000);
	return 0;
}
#endif
