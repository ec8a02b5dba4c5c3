// Of a constructor's or destructor's variants only the one with the body is
// hooked, whatever the optimiser makes of the others; no deleting destructor.
// RUN: %clang -O1 -I%include -c %S/Inputs/trace.c -o %t.o
// RUN: env MEMFN_PASS=all %clangxx_memfn -O0 %s %t.o -o %t.0
// RUN: %t.0 | sort | FileCheck %s --implicit-check-not=:
// RUN: env MEMFN_PASS=all %clangxx_memfn -O2 %s %t.o -o %t.2
// RUN: %t.2 | sort | FileCheck %s --implicit-check-not=:
// RUN: env MEMFN_PASS=all %clangxx_memfn -Xclang -mno-constructor-aliases -O0 %s %t.o -o %t.n
// RUN: %t.n | sort | FileCheck %s --implicit-check-not=:

// One by list, with the name of a variant that has no body.
// RUN: echo 'fun:_ZN6InlineC1Ev' > %t.list
// RUN: env MEMFN_PASS=list=%t.list %clangxx_memfn -Xclang -mno-constructor-aliases -O0 -S -emit-llvm -o - %s | FileCheck %s --check-prefix=LIST

// CHECK: Base::Base: entered 6 left 6
// CHECK: Base::~Base: entered 6 left 6
// CHECK: C1: entered 1 left 1
// CHECK: C2: entered 1 left 1
// CHECK: Derived::Derived: entered 2 left 2
// CHECK: Derived::~Derived: entered 2 left 2
// CHECK: Empty::Empty: entered 2 left 2
// CHECK: Holder::Holder: entered 1 left 1
// CHECK: Holder::~Holder: entered 1 left 1
// CHECK: Inline::Inline: entered 1 left 1
// CHECK: main: entered 1 left 1

// LIST: call void @__memfn_enter({{.*}}@__memfn_desc._ZN6InlineC2Ev
// LIST-NOT: call void @__memfn_enter

struct Base {
	Base();
	virtual ~Base();
	int a;
};
Base::Base() : a(1) {}
Base::~Base() { a = 0; }

struct Derived : virtual Base {
	Derived();
	~Derived();
};
Derived::Derived() { a = 2; }
Derived::~Derived() { a = 1; }

// Front ends make this destructor and its base's one where they optimise.
struct Empty : Base {
	~Empty();
};
Empty::~Empty() {}
// This one not.
struct Holder {
	~Holder();
	Base first;
};
Holder::~Holder() {}

struct Inline {
	Inline() : a(1) {}
	int a;
};

// Ordinary functions whose symbols differ in the same digit.
__attribute__((noinline)) int C2() { return 0; }
int C1() { return C2(); }

int main()
{
	Base b;
	Derived d;
	Empty e;
	Holder h;
	Base *p = new Derived;
	delete p;
	p = new Empty;
	delete p;
	return C1() + Inline().a - 1;
}
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
