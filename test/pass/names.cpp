// Names are those that C++ programmers know, without parameters or return type,
// and the same on every LLVM.
// RUN: %clangxx_memfn -std=c++20 -O0 -S -emit-llvm -o %t.ll %s
// RUN: grep -o 'memfn.str.*c"[^"]*"' %t.ll | sed 's/.*c"/"/' > %t.txt
// RUN: FileCheck %s --input-file=%t.txt

// CHECK-DAG: "plain\00"
// CHECK-DAG: "plain(int)\00"
// CHECK-DAG: "_Z5plaini\00"
// CHECK-DAG: "C_name\00"
// CHECK-DAG: "(anonymous namespace)::hidden\00"
// CHECK-DAG: "ns::Foo<int>::bar\00"
// CHECK-DAG: "ns::Foo<int>::bar(int) const\00"
// CHECK-DAG: "ns::Foo<int>::Foo\00"
// CHECK-DAG: "ns::Foo<int>::~Foo\00"
// CHECK-DAG: "ns::Foo<int>::operator()\00"
// CHECK-DAG: "ns::Foo<int>::operator[]\00"
// CHECK-DAG: "ns::Foo<int>::operator<\00"
// CHECK-DAG: "ns::Foo<int>::operator int*\00"
// CHECK-DAG: "ns::Foo<ns::Foo<int>>::bar\00"
// CHECK-DAG: "templated<int>\00"
// CHECK-DAG: "int templated<int>(int)\00"
// CHECK-DAG: "templated<int>(int)::{lambda(int)#1}::operator()\00"
// CHECK-DAG: "templated<int>(int)::{lambda(int)#2}::operator()\00"
// CHECK-DAG: "nested()::{lambda()#1}::operator()() const::{lambda(char)#1}::operator()\00"
// CHECK-DAG: "tagged[abi:v2]\00"
// CHECK-DAG: "local()::Inner::method\00"

#include "memfn/memfn.h"
#define PROFILE __attribute__((annotate("memprof")))
#define STRUCTOR MEMFN_PROFILE
namespace ns
{
template <class T> struct Foo {
	T *p;
	STRUCTOR Foo() { p = nullptr; }
	STRUCTOR ~Foo() { p = nullptr; }
	PROFILE int bar(int a) const { return a; }
	PROFILE int operator()(int a) { return a; }
	PROFILE int operator[](int a) { return a; }
	PROFILE bool operator<(const Foo &) { return false; }
	PROFILE operator T *() { return p; }
};
} // namespace ns
namespace
{
PROFILE int hidden() { return 1; }
} // namespace
PROFILE int plain(int a) { return a + hidden(); }
extern "C" PROFILE int C_name(int a) { return a; }
template <class T> PROFILE T templated(T x)
{
	auto f = [](T a) PROFILE { return a; };
	auto g = [](T a) PROFILE { return a + 1; };
	return f(x) + g(x);
}
PROFILE inline int nested()
{
	auto f = []() PROFILE {
		auto g = [](char c) PROFILE { return c; };
		return g('a');
	};
	return f();
}
PROFILE __attribute__((abi_tag("v2"))) int tagged() { return 1; }
int local()
{
	struct Inner {
		PROFILE int method() { return 1; }
	};
	return Inner().method();
}
int main()
{
	ns::Foo<int> foo;
	ns::Foo<ns::Foo<int>> nest;
	int *p = foo;
	return foo.bar(1) + foo(1) + foo[1] + (foo < foo) + (p == nullptr) + nest.bar(1) +
		   templated(1) + nested() + tagged() + local() + C_name(1) + plain(1);
}
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
