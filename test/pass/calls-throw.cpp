// Exceptions and longjmp across a hooked call leave its frame.
// RUN: %clang -O1 -I%include -c %S/Inputs/trace.c -o %t.o
// RUN: %clangxx -DLIBRARY -c %s -o %t.lib.o
// RUN: env MEMFN_PASS=calls=library* %clangxx_memfn -O0 %s %t.lib.o %t.o -o %t.0
// RUN: %t.0 | FileCheck %s
// RUN: env MEMFN_PASS=calls=library* %clangxx_memfn -O2 %s %t.lib.o %t.o -o %t.2
// RUN: %t.2 | FileCheck %s

// CHECK: destroyed 4
// CHECK-DAG: library: entered 6 left 5 closed 1{{$}}
// CHECK-DAG: chosen: entered 2 left 2{{$}}
// CHECK-DAG: after: entered 1 left 1{{$}}

void library(int x, void (*f)(int));
#ifdef LIBRARY
void library(int x, void (*f)(int)) { f(x); }
#else
#include <csetjmp>
#include <cstdio>
#define PROFILE __attribute__((annotate("memprof"), noinline))
static int destroyed;
struct object {
	~object() { destroyed++; }
};
static void thrower(int x)
{
	if (x)
		throw x;
}
static std::jmp_buf env;
static void jumper(int) { std::longjmp(env, 1); }
PROFILE void chosen(int x)
{
	object o;
	try {
		library(x, thrower);
		library(0, thrower);
	} catch (char) {
	}
}
static void plain(int x)
{
	object o;
	library(x, thrower);
}
PROFILE void after() {}
int main()
{
	for (int x = 0; x < 2; x++) {
		try {
			chosen(x);
		} catch (int) {
		}
		try {
			plain(x);
		} catch (int) {
		}
	}
	if (!setjmp(env))
		library(1, jumper);
	after();
	std::printf("destroyed %d\n", destroyed);
}
#endif
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
