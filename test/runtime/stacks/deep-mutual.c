// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Three functions that call each other 300,000 deep, in every order: the paths stay a bounded number,
// though the path itself never repeats.
// RUN: %memfn_clang -O0 %s -o %t0 && env MEMFN_OUTPUT=%t0.prof %t0 && %expect %t0.prof %s
// RUN: %clang_memfn -O2 %s -o %t2 %link_shared && env MEMFN_OUTPUT=%t2.prof %t2 && %expect %t2.prof %s
#include "../Inputs/stacks.h"
#include "../Inputs/take.h"

static int next_of(int n);

// EXPECT: a primitive_calls=1 open_calls=0 total_alloc_bytes=4
PROFILE int a(int n)
{
	return next_of(n) + 1;
}

// EXPECT: b primitive_calls=1 open_calls=0
PROFILE int b(int n)
{
	return next_of(n) + 1;
}

// EXPECT: c primitive_calls=1 open_calls=0
PROFILE int c(int n)
{
	return next_of(n) + 1;
}

static int next_of(int n)
{
	static unsigned random = 1;
	random = random * 1103515245 + 12345;
	if (n == 0)
		return take(4) == NULL;
	int (*const functions[])(int) = { a, b, c };
	return functions[(random >> 16) % 3](n - 1);
}

static void *start(void *result)
{
	*(int *)result = a(299999);
	return NULL;
}

// EXPECT: totals calls=300000 primitive_calls=3
// EXPECT: paths count<=40
int main(void)
{
	int result;
	run_on((size_t)1 << 30, start, &result);
	return result != 300000;
}
