// `all` takes the program's own functions: not what the compiler made, nor
// system headers, nor always_inline ones; system=1 takes those too.
// RUN: env MEMFN_PASS=all %clangxx_memfn -DIMPLICIT -g -O0 -c -emit-llvm -o %t.bc %s
// RUN: llvm-nm %t.bc | grep -v _Z8implicit | FileCheck %s --implicit-check-not=__memfn_desc
// RUN: env MEMFN_PASS=all %clangxx_memfn -O2 -c -emit-llvm -o %t.bc %s
// RUN: llvm-nm %t.bc | FileCheck %s --implicit-check-not=__memfn_desc
// RUN: env "MEMFN_PASS=all;system=1" %clangxx_memfn -g -O0 -c -emit-llvm -o %t.bc %s
// RUN: llvm-nm %t.bc | FileCheck %s --check-prefix=SYSTEM

// CHECK: __memfn_desc._Z3ownRSt6vectorIiSaIiEE
// CHECK: __memfn_desc._Z6sharedv
// CHECK: __memfn_desc._ZN4BaseC2Ev
// CHECK: __memfn_desc._ZN4BaseD2Ev
// CHECK: __memfn_desc._ZN5OtherC2Ev
// CHECK: __memfn_desc._ZN7Derived4callEv
// CHECK: __memfn_desc._ZN7Derived4nameEv
// CHECK: __memfn_desc._ZN7DerivedC2Ev
// CHECK: __memfn_desc._ZN7DerivedD2Ev
// CHECK: __memfn_desc.{{.*}}sharedvENK{{.*}}clEi
// CHECK: __memfn_desc.{{.*}}Derived4callEvENK{{.*}}clEi

// SYSTEM-DAG: __memfn_desc._GLOBAL__sub_I_all.cpp
// SYSTEM-DAG: __memfn_desc.{{.*}}push_back
// SYSTEM-DAG: __memfn_desc._ZThn8_N7Derived4nameEv
// SYSTEM-DAG: __memfn_desc._ZN12_GLOBAL__N_14tinyEv

#include <vector>

namespace
{
__attribute__((always_inline)) inline int tiny() { return 1; }
} // namespace

void own(std::vector<int> &v) { v.push_back(tiny()); }

struct Base {
	Base();
	virtual ~Base();
	virtual int call();
};
Base::Base() {}
Base::~Base() {}

struct Other {
	Other();
	virtual int name();
};

struct Derived : Base, Other {
	Derived();
	~Derived();
	int call() override;
	int name() override;
};
// Its lambda has another sort of name.
inline int shared()
{
	int (*f)(int) = [](int a) { return a; };
	return f(2);
}
Other::Other() {}
Derived::Derived() {}
Derived::~Derived() { call(); }
int Derived::call()
{
	int (*f)(int) = [](int a) { return a; };
	return f(1) + shared();
}
int Derived::name() { return 2; }

// Its members are implicit, which only debug info tells.
#ifdef IMPLICIT
struct Implicit {
	std::vector<int> v;
};
Implicit implicit(Implicit &i)
{
	Implicit copy = i;
	i = copy;
	return copy;
}
#endif

// Its initialiser is not the program's own.
static Derived *made = new Derived;
Derived *get() __attribute__((annotate("memprof_never")));
Derived *get() { return made; }
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
