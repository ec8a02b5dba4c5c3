// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// An exception that the throwing function catches leaves its frame open, and ends those below.
// RUN: %memfn_clangxx -O0 %s -o %t0 && env MEMFN_OUTPUT=%t0.prof %t0 && %expect %t0.prof %s
// RUN: %clangxx_memfn -O2 %s -o %t2 %link_shared && env MEMFN_OUTPUT=%t2.prof %t2 && %expect %t2.prof %s
#include "../Inputs/take.h"

// EXPECT: below calls=3 alloc_bytes>=30 open_calls=0
PROFILE void below(bool fails)
{
	take(10);
	if (fails)
		throw 1;
}

// EXPECT: catches calls=3 alloc_bytes>=300 open_calls=0
// EXPECT: path catches/after calls=3
PROFILE int catches(int);

// EXPECT: after calls=3 alloc_bytes=6
PROFILE void after()
{
	take(2);
}

int catches(int n)
{
	int caught = 0;
	try {
		if (n == 0)
			throw 'a';
		below(n == 1);
		if (n != 1)
			below(false);
	} catch (char) {
		caught = 1;
	} catch (int) {
		caught = 2;
	}
	take(100);
	after();
	return caught;
}

int main()
{
	return catches(0) * 9 + catches(1) * 3 + catches(2) != 15;
}
