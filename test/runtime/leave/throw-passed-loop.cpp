// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A function that ends with a call of itself becomes a loop, whose calls each have a frame: an exception
// ends that of the call it leaves. It took part of the entry block with it, and the hook was not found.
// RUN: %memfn_clangxx -O1 %s -o %t1 && env MEMFN_OUTPUT=%t1.prof %t1 && %expect %t1.prof %s
// RUN: %memfn_clangxx -O2 %s -o %t2 && env MEMFN_OUTPUT=%t2.prof %t2 && %expect %t2.prof %s
// RUN: %clangxx_memfn -O2 %s -o %t3 %link_shared && env MEMFN_OUTPUT=%t3.prof %t3 && %expect %t3.prof %s
#include "../Inputs/take.h"

// EXPECT: leave calls=10 alloc_bytes>=1000 open_calls=0
PROFILE void leave(int depth)
{
	give(take(100));
	if (depth == 3)
		throw depth;
}

// EXPECT: repeat calls=40 open_calls=0 alloc_bytes=40
PROFILE int repeat(int depth)
{
	give(take(1));
	if (depth == 3)
		leave(depth);
	[[clang::musttail]] return repeat(depth + 1);
}

// EXPECT: catches calls=10 open_calls=0 alloc_bytes=20
PROFILE void catches()
{
	try {
		repeat(0);
	} catch (int) {
		give(take(2));
	}
}

// EXPECT: trust frames_closed=0
int main()
{
	for (int i = 0; i < 10; i++)
		catches();
	return 0;
}
