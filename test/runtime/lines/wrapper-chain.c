// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Where a wrapper is called by another one alone, as an allocator behind xmalloc, both are named, and
// what is said to be compiled with shows the callers' lines and kinds.
// RUN: env MEMFN_PASS=all %clang_memfn -g -O1 %s -o %t %link_static && env MEMFN_OUTPUT=%t.out %t
// RUN: %memreport lines %t.out | FileCheck %s --check-prefix=HINT
// HINT: {{^}}raw allocates most of it, for several callers of get: compile with --memfn-allocs='raw' --memfn-allocs='get' to see their lines and kinds
// RUN: env 'MEMFN_PASS=all;allocs=raw;allocs=get' %clang_memfn -g -O1 %s -o %t2 %link_static && env MEMFN_OUTPUT=%t2.out %t2
// RUN: %memreport kinds %t2.out | FileCheck %s --check-prefix=DONE --implicit-check-not=--memfn-allocs
// DONE: 0 1 25 80 77 80 77 struct item

// A chain that several call only far away is no wrapper's.
// RUN: %memreport lines --include function:deep %t.out | FileCheck %s --implicit-check-not=--memfn-allocs
// CHECK: Top 1 of 1
#include <stdlib.h>

struct item {
	long words[10];
};

void *volatile kept;

void *raw(size_t size)
{
	return malloc(size);
}
void *get(size_t size)
{
	void *p = raw(size);
	kept = p;
	return p;
}
void deep(void)
{
	kept = malloc(7);
}
#define CALLS(name, callee)                                                                        \
	void name(void)                                                                                \
	{                                                                                              \
		callee();                                                                                  \
		kept = NULL;                                                                               \
	}
CALLS(c, deep)
CALLS(b, c)
CALLS(a, b)
CALLS(left, a)
CALLS(right, a)

void one(void)
{
	struct item *i = get(sizeof(struct item));
	kept = i;
}
void two(void)
{
	char *p = get(10);
	kept = p;
}

int main(void)
{
	one();
	two();
	left();
	right();
	return 0;
}
