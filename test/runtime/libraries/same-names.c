// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Two functions are one when linkage name, file and line agree: static ones of the same name in two files,
// or on two lines of one file, are not; one that two objects have is.
// RUN: rm -rf %t && mkdir %t && cd %t && cp %s a.c && cp %s b.c
// RUN: for n in 1 2 3; do %memfn_clang -O1 -g -DNUMBER=$n -c a.c -o a$n.o || exit 1; done && %memfn_clang -O1 -g -DNUMBER=4 -c b.c -o b.o && %memfn_clang -O1 -g -c a.c -o main.o
// RUN: %memfn_clang a1.o a2.o a3.o b.o main.o -o prog && MEMFN_OUTPUT=p.out ./prog && %memreport --bytes p.out | sort -r | FileCheck %s
// CHECK: {{^ +}}4 {{.*}} 300 B {{.*}}a.c:17(helper)
// CHECK: {{^ +}}2 {{.*}} 200 B {{.*}}a.c:22(helper)
// CHECK: {{^ +}}1 {{.*}} 1000 B {{.*}}b.c:17(helper)
// CHECK-NOT: (helper)
#include <stdlib.h>

#ifdef NUMBER
#define JOIN_(a, b) a##b
#define JOIN(a, b) JOIN_(a, b)
#if NUMBER != 2
__attribute__((annotate("memprof"), noinline)) static void *helper(size_t size)
#else



__attribute__((annotate("memprof"), noinline)) static void *helper(size_t size)
#endif
{
	void *volatile block = malloc(size);
	return block;
}

void JOIN(call, NUMBER)(size_t size)
{
	helper(size);
}
#else
void call1(size_t), call2(size_t), call3(size_t), call4(size_t);

int main(void)
{
	call1(50);
	call1(50);
	call2(100);
	call2(100);
	call3(100);
	call3(100);
	call4(1000);
	return 0;
}
#endif
