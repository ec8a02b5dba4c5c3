// memfn.h's macros reach constructors and destructors, members, lambdas and
// templates on every clang, without a warning.
// RUN: %clangxx_memfn -Werror -Wall -Wextra -O0 -c -emit-llvm -o %t.bc %s
// RUN: llvm-nm %t.bc | FileCheck %s --implicit-check-not=__memfn_desc
// RUN: %clangxx_memfn -O0 -S -emit-llvm -o - %s | FileCheck %s --check-prefix=LABEL

// CHECK: __memfn_desc._Z5twiceIiET_S0_
// CHECK: __memfn_desc._ZL5plainv
// CHECK: __memfn_desc._ZN1A6memberEv
// CHECK: __memfn_desc._ZN1AC2Ev
// CHECK: __memfn_desc._ZN1AD2Ev
// CHECK: __memfn_desc._ZN1B4makeEv
// CHECK: __memfn_desc._ZN1BC2Ev
// CHECK: __memfn_desc._ZZ4callvENK{{.*}}clEv

// LABEL: c"making a B\00"
// LABEL: c"building\00"

#include "memfn/memfn.h"

struct A {
	MEMFN_PROFILE A();
	MEMFN_PROFILE ~A();
	MEMFN_PROFILE int member();
	MEMFN_NEVER int other();
	MEMFN_NEVER MEMFN_PROFILE A(int);
};
A::A() {}
A::A(int) {}
A::~A() {}
int A::member() { return 1; }
int A::other() { return 2; }

struct B {
	MEMFN_PROFILE_AS("building") B();
	MEMFN_PROFILE_AS("making a B") static B make();
};
B::B() {}
B B::make() { return B(); }

template <class T> MEMFN_PROFILE T twice(T x) { return x + x; }
int call()
{
	auto f = []() MEMFN_PROFILE { return twice(1); };
	return f();
}
MEMFN_PROFILE static inline void plain() {}
void caller() { plain(); }
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
