// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Rethrown: the frame of the function that caught it first ends at the second throw.
// RUN: %memfn_clangxx -O0 %s -o %t0 && env MEMFN_OUTPUT=%t0.prof %t0 && %expect %t0.prof %s
// RUN: %clangxx_memfn -O2 %s -o %t2 %link_shared && env MEMFN_OUTPUT=%t2.prof %t2 && %expect %t2.prof %s
#include "../Inputs/take.h"

// EXPECT: fails calls=2 alloc_bytes>=2 open_calls=0
PROFILE void fails()
{
	take(1);
	throw 1;
}

// EXPECT: cleans calls=2 alloc_bytes=6 open_calls=0
// EXPECT: path catches/rethrows/cleans calls=2
PROFILE void cleans()
{
	take(3);
}

// EXPECT: rethrows calls=2 alloc_bytes=20 open_calls=0
PROFILE void rethrows()
{
	take(10);
	try {
		fails();
	} catch (...) {
		cleans();
		throw;
	}
}

// EXPECT: catches calls=2 alloc_bytes=200 retained_bytes=228 open_calls=0
PROFILE void catches()
{
	try {
		rethrows();
	} catch (int) {
		take(100);
	}
}

int main()
{
	catches();
	catches();
}
