// What goes in comes out, at every level, through exceptions of every sort.
// RUN: %clang -O1 -I%include -c %S/Inputs/trace.c -o %t.o
// RUN: %clangxx_memfn -O0 %s %t.o -o %t.exe && %t.exe | FileCheck %s
// RUN: %clangxx_memfn -O1 -g %s %t.o -o %t.exe && %t.exe | FileCheck %s
// RUN: %clangxx_memfn -O2 %s %t.o -o %t.exe && %t.exe | FileCheck %s
// RUN: %clangxx_memfn -O3 -static %s %t.o -o %t.exe && %t.exe | FileCheck %s
// RUN: %clangxx_memfn -Os -g %s %t.o -o %t.exe && %t.exe | FileCheck %s

// CHECK-DAG: thrower: entered 8 left 8{{$}}
// CHECK-DAG: through: entered 5 left 5{{$}}
// CHECK-DAG: typed: entered 5 left 5{{$}}
// CHECK-DAG: outer: entered 4 left 4{{$}}
// CHECK-DAG: no_throw: entered 1 left 1{{$}}
// CHECK-DAG: again: entered 1 left 1{{$}}
// CHECK-DAG: object::method: entered 5 left 5{{$}}
// CHECK-DAG: always: entered 2 left 2{{$}}
// CHECK-DAG: in_cleanup: entered 10 left 10{{$}}

#include <stdexcept>
#define PROFILE __attribute__((annotate("memprof")))

PROFILE void in_cleanup() {}
PROFILE __attribute__((noinline)) void thrower(int x)
{
	if (x)
		throw std::runtime_error("x");
}
struct object {
	~object() { in_cleanup(); }
	PROFILE virtual int method(int x)
	{
		object inner;
		thrower(x);
		return x;
	}
};
PROFILE int through(int x)
{
	object o;
	object *p = &o;
	return p->method(x) + 1;
}
PROFILE int typed(int x)
{
	try {
		return through(x);
	} catch (int) {
		return 2;
	}
}
PROFILE int outer(int x)
{
	try {
		return typed(x);
	} catch (std::exception &) {
		return 3;
	}
}
PROFILE int no_throw(int x) noexcept { return outer(x); }
PROFILE void again(int x)
{
	try {
		outer(x);
		thrower(x);
	} catch (...) {
		throw;
	}
}
PROFILE __attribute__((always_inline)) inline int always(int x)
{
	thrower(x);
	return 1;
}
int plain(int x)
{
	try {
		return typed(x);
	} catch (...) {
		return always(0);
	}
}
int main()
{
	int sum = outer(0) + outer(1) + plain(1) + no_throw(1);
	try {
		again(1);
	} catch (std::exception &) {
		sum++;
	}
	try {
		always(1);
	} catch (std::exception &) {
		sum++;
	}
	return sum < 0;
}
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
