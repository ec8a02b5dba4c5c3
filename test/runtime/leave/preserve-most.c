// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A function that keeps its caller's registers keeps the one with its result, too, before LLVM 17,
// unless it is inlined: there it is left as it is. Its callers' registers are kept in any case.
// RUN: %memfn_clang --memfn-all -O2 %s -o %t && MEMFN_OUTPUT=%t.out %t && %expect %t.out %s
// EXPECT: main calls=1
// EXPECT: count calls=1 alloc_bytes=2
#include <stdlib.h>

static void *volatile kept;

__attribute__((preserve_most)) static int twice(int n)
{
	kept = malloc(8);
	free(kept);
	return 2 * n;
}

__attribute__((preserve_all)) static int thrice(int n)
{
	kept = malloc(8);
	free(kept);
	return 3 * n;
}

__attribute__((preserve_most)) static void count(int n)
{
	kept = malloc((size_t)n);
	free(kept);
}

int main(int argc, char **argv)
{
	int a = argc + 1, b = argc + 2, c = argc + 3;
	(void)argv;
	count(a);
	return twice(a) + thrice(b) - c != 9;
}
