// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A constructor that throws: its frame ends, those of the members' destructors come and go.
// RUN: %memfn_clangxx -O0 %s -o %t0 && env MEMFN_OUTPUT=%t0.prof %t0 && %expect %t0.prof %s
// RUN: %clangxx_memfn -O2 %s -o %t2 %link_shared && env MEMFN_OUTPUT=%t2.prof %t2 && %expect %t2.prof %s
#include "memfn/memfn.h"
#include "../Inputs/take.h"
// RUN: %memfn_clangxx -O0 %s -o %t0 && env MEMFN_OUTPUT=%t0.prof %t0 && %expect %t0.prof %s
// RUN: %clangxx_memfn -O2 %s -o %t2 %link_shared && env MEMFN_OUTPUT=%t2.prof %t2 && %expect %t2.prof %s
struct member {
	void *block;
	// EXPECT: member::member calls=2 alloc_bytes=20 open_calls=0
	MEMFN_PROFILE member() : block(take(10)) {}
	// EXPECT: member::~member calls=2 freed_bytes=20 open_calls=0
	MEMFN_PROFILE ~member() { give(block); }
};

struct whole {
	member part;
	// EXPECT: whole::whole calls=2 alloc_bytes>=100 open_calls=0
	MEMFN_PROFILE whole()
	{
		take(100);
		throw 1;
	}
};

// EXPECT: makes calls=2 open_calls=0 alloc_bytes=0
MEMFN_PROFILE void makes()
{
	try {
		whole one;
	} catch (int) {
	}
}

int main()
{
	makes();
	makes();
}
