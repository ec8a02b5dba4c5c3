// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A typed catch of another type lets the exception pass; its function ends all the same.
// RUN: %memfn_clangxx -O0 %s -o %t0 && env MEMFN_OUTPUT=%t0.prof %t0 && %expect %t0.prof %s
// RUN: %clangxx_memfn -O2 %s -o %t2 %link_shared && env MEMFN_OUTPUT=%t2.prof %t2 && %expect %t2.prof %s
#include "../Inputs/take.h"

struct ours {};
struct theirs {};

// EXPECT: fails calls=2 alloc_bytes>=2 open_calls=0
PROFILE void fails()
{
	take(1);
	throw ours();
}

// EXPECT: passes calls=2 alloc_bytes=20 open_calls=0
PROFILE void passes()
{
	take(10);
	try {
		fails();
	} catch (theirs &) {
		take(5000);
	}
}

// EXPECT: catches calls=2 alloc_bytes=200 retained_bytes=222 open_calls=0
// EXPECT: path catches/passes/fails calls=2
PROFILE void catches()
{
	try {
		passes();
	} catch (ours &) {
		take(100);
	}
}

int main()
{
	catches();
	catches();
}
