// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// An expression as a region passes its value on; void ones and nested ones do as well.
// RUN: %each %clang_memfn %s -- 'MEMFN_OUTPUT=p.out ./prog && %expect p.out %s'
#include <memfn/memfn.h>

#include "../Inputs/take.h"

static int add(int a, int b)
{
	take(10);
	return a + b;
}

static void nothing(void)
{
	take(5);
}

// EXPECT: first calls=1 alloc_bytes=10 total_alloc_bytes=20
// EXPECT: path first/second calls=1 alloc_bytes=10
// EXPECT: third calls=1 alloc_bytes=5
// EXPECT: comma calls=1 alloc_bytes=10
int main(void)
{
	int sum = MEMFN_CALL("first", add(1, MEMFN_CALL("second", add(2, 3))));
	MEMFN_CALL("third", nothing());
	return sum + MEMFN_CALL("comma", add(-7, 1)) != 0;
}
