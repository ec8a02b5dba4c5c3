// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// After each single instruction of a program the profile is one that memreport reads.
// RUN: rm -rf %t && mkdir %t && cd %t
// RUN: %host_cc -std=gnu11 -O2 -Wall %test_dir/real/Inputs/step.c -o step
// RUN: %memfn_clang -O1 --memfn-all %s -o program
// RUN: env MEMFN_OUTPUT=program.out ./step program.out %memreport ./program | FileCheck %s
// CHECK: every state can be read

#include <setjmp.h>
#include <stdlib.h>

static jmp_buf away;

static void *make(int n)
{
	return n ? make(n - 1) : malloc(100);
}

static void leave(void *block)
{
	free(block);
	longjmp(away, 1);
}

int main(void)
{
	void *big = malloc(100000);

	if (!setjmp(away))
		leave(make(2));
	big = realloc(big, 50);
	free(big);
	return 0;
}
