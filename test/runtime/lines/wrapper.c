// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Where one function allocates for several, lines and kinds say how to see the callers', and then do.
// RUN: env MEMFN_PASS=all %clang_memfn -g -O1 %s -o %t %link_static && env MEMFN_OUTPUT=%t.out %t
// RUN: %memreport lines %t.out | FileCheck %s --check-prefix=HINT
// RUN: %memreport kinds %t.out | FileCheck %s --check-prefix=HINT
// HINT: get allocates most of it, for several callers: compile with --memfn-allocs='get' to see
// RUN: env 'MEMFN_PASS=all;allocs=get' %clang_memfn -g -O1 %s -o %t2 %link_static && env MEMFN_OUTPUT=%t2.out %t2
// RUN: %memreport kinds %t2.out | FileCheck %s --check-prefix=DONE --implicit-check-not=--memfn-allocs
// DONE: 0 1 33 80 80 80 80 struct item
// RUN: %memreport lines --exclude function:get %t.out | FileCheck %s --implicit-check-not=--memfn-allocs
// CHECK: Top 1 of 1

// None of a function that one other calls, nor where it is not most.
// RUN: %memreport lines --include function:alone %t.out | FileCheck %s --implicit-check-not=--memfn-allocs

// RUN: %memreport lines --include nowhere.c %t.out | FileCheck %s --check-prefix=NOTHING
// RUN: %memreport kinds --exclude '*' %t.out | FileCheck %s --check-prefix=NOTHING
// NOTHING: Nothing that was allocated passes these filters
#include <stdlib.h>

struct item {
	long words[10];
};

void *volatile kept;

void *get(size_t size)
{
	return malloc(size);
}
void *alone(size_t size)
{
	return malloc(size);
}
void one(void)
{
	struct item *i = get(sizeof(struct item));
	kept = i;
}
void two(void)
{
	char *c = get(10);
	kept = c;
	kept = alone(10);
}

int main(void)
{
	one();
	two();
	return 0;
}
