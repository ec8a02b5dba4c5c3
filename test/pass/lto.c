// Hooks are placed before link-time optimisation and survive it, whichever
// modules are merged: each call counts once.
// REQUIRES: lld
// RUN: %clang -O1 -I%include -c %S/Inputs/trace.c -o %t.o
// RUN: %clang_memfn -flto -O2 -c %s -o %t.a.o
// RUN: %clang_memfn -flto -O2 -DOTHER -c %s -o %t.b.o
// RUN: %clang -flto -O2 --ld-path=$(command -v ld.lld) %t.a.o %t.b.o %t.o -o %t.full && %t.full | FileCheck %s
// RUN: %clang_memfn -flto=thin -O2 -c %s -o %t.a.o
// RUN: %clang_memfn -flto=thin -O2 -DOTHER -c %s -o %t.b.o
// RUN: %clang -flto=thin -O2 --ld-path=$(command -v ld.lld) %t.a.o %t.b.o %t.o -o %t.thin && %t.thin | FileCheck %s

// CHECK-DAG: outer: entered 3 left 3{{$}}
// CHECK-DAG: inner: entered 6 left 6{{$}}
// CHECK-DAG: helper: entered 3 left 3{{$}}

#define PROFILE __attribute__((annotate("memprof")))
int inner(int a);
int outer(int a);
#ifdef OTHER
PROFILE static int helper(int a) { return a + 1; }
PROFILE int inner(int a) { return a & 1 ? helper(a) : a; }
#else
PROFILE __attribute__((flatten)) int outer(int a) { return inner(a) + inner(a + 1); }
int main(void)
{
	int sum = 0;

	for (int i = 0; i < 3; i++)
		sum += outer(i);
	return sum < 0;
}
#endif
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
