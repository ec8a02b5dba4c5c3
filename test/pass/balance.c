// What goes in comes out, at every level: recursion, VLAs, variadic functions,
// musttail pairs, shared frames, longjmp.
// RUN: %clang -O1 -I%include -c %S/Inputs/trace.c -o %t.o
// RUN: %clang_memfn -O0 %s %t.o -o %t.exe && %t.exe | FileCheck %s
// RUN: %clang_memfn -O1 -g %s %t.o -o %t.exe && %t.exe | FileCheck %s
// RUN: %clang_memfn -O2 %s %t.o -o %t.exe && %t.exe | FileCheck %s
// RUN: %clang_memfn -O3 -fPIE -pie %s %t.o -o %t.exe && %t.exe | FileCheck %s
// RUN: %clang_memfn -Os -static %s %t.o -o %t.exe && %t.exe | FileCheck %s
// RUN: %clang_memfn -Og -fomit-frame-pointer -mno-red-zone %s %t.o -o %t.exe && %t.exe | FileCheck %s

// CHECK-DAG: leaf: entered 16 left 16{{$}}
// CHECK-DAG: deep: entered 12 left 0 closed 12{{$}}
// CHECK-DAG: jumper: entered 1 left 1{{$}}
// CHECK-DAG: shared: entered 2 left 2{{$}}
// CHECK-DAG: hosts: entered 1 left 1{{$}}
// CHECK-DAG: variadic: entered 1 left 1{{$}}
// CHECK-DAG: recursive: entered 11 left 11{{$}}
// CHECK-DAG: even: entered 4 left 4{{$}}
// CHECK-DAG: odd: entered 4 left 4{{$}}
// CHECK-DAG: vla: entered 1 left 1{{$}}
// CHECK-DAG: never_called: entered 0 left 0{{$}}
// CHECK-DAG: die: entered 1 left 0 open 1{{$}}

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#define PROFILE __attribute__((annotate("memprof")))

static jmp_buf env;
PROFILE static int leaf(int x) { return x + 1; }
PROFILE static void deep(int n)
{
	if (!n)
		longjmp(env, 1);
	deep(n - 1);
	leaf(n);
}
PROFILE int jumper(int n)
{
	if (!setjmp(env))
		deep(n);
	return leaf(n) + leaf(n);
}
int plain(int n)
{
	if (!setjmp(env))
		deep(n);
	return leaf(n) + leaf(n);
}
PROFILE __attribute__((always_inline)) static inline int shared(int a) { return leaf(a) + 1; }
PROFILE int hosts(int a) { return shared(a) + shared(a + 1); }
PROFILE int variadic(int n, ...)
{
	va_list list;

	va_start(list, n);
	n = va_arg(list, int);
	va_end(list);
	return leaf(n);
}
PROFILE int recursive(int n) { return n ? recursive(n - 1) : 0; }
PROFILE int even(int n);
PROFILE int odd(int n)
{
	if (!n)
		return 0;
	__attribute__((musttail)) return even(n - 1);
}
PROFILE int even(int n)
{
	if (!n)
		return 1;
	__attribute__((musttail)) return odd(n - 1);
}
PROFILE int vla(int n)
{
	int a[n], i, sum = 0;

	for (i = 0; i < n; i++)
		sum += a[i] = leaf(i);
	return sum;
}
PROFILE int never_called(void) { return 0; }
PROFILE _Noreturn void die(int status) { exit(status < 0); }
int main(void)
{
	die(jumper(5) + plain(5) + hosts(1) + variadic(1, 2) + recursive(10) + even(7) + vla(9));
}
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
