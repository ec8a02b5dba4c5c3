// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Caught by a caller far above: every frame in between ends by itself, with what it freed on its way.
// RUN: %memfn_clangxx -O0 %s -o %t0 && env MEMFN_OUTPUT=%t0.prof %t0 && %expect %t0.prof %s
// RUN: %clangxx_memfn -O2 %s -o %t2 %link_shared && env MEMFN_OUTPUT=%t2.prof %t2 && %expect %t2.prof %s
#include "../Inputs/take.h"

struct owner {
	void *block;
	explicit owner(size_t size) : block(take(size)) {}
	~owner() { give(block); }
};

// EXPECT: fails calls=4 primitive_calls=1 allocs>=4 frees=4 open_calls=0
PROFILE void fails(int depth)
{
	owner some(10);
	if (depth == 0)
		throw depth;
	fails(depth - 1);
}

// EXPECT: between calls=1 alloc_bytes=100 freed_bytes=100 open_calls=0
PROFILE void between()
{
	owner some(100);
	fails(3);
}

// EXPECT: catches calls=1 alloc_bytes=1000 open_calls=0 retained_bytes=1000
PROFILE int catches()
{
	try {
		between();
	} catch (int) {
		take(1000);
		return 0;
	}
	return 1;
}

int main()
{
	return catches();
}
