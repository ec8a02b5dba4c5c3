// Where an exception lands, frames below are gone: the runtime is told in every
// function, chosen or not, but only once in one whose exit tells it too.
// RUN: %clangxx_memfn -O0 -S -emit-llvm -o - %s | FileCheck %s
// RUN: %clangxx_memfn -O2 -S -emit-llvm -o - %s | FileCheck %s

// CHECK-LABEL: define {{.*}}@_Z5plaini(
// CHECK-NOT: @__memfn_unwound
// CHECK: landingpad
// CHECK-NEXT: catch {{.*}}null
// CHECK: %[[CFA:.*]] = {{.*}}@llvm.addressofreturnaddress
// CHECK-NEXT: call void @__memfn_unwound({{.*}}%[[CFA]])
// CHECK: call {{.*}}@__cxa_begin_catch(

// CHECK-LABEL: define {{.*}}@_Z6chosenl(
// CHECK-NOT: @__memfn_unwound
// CHECK: {{^}}}

int can_throw(int);
int plain(int a)
{
	try {
		return can_throw(a);
	} catch (...) {
		return 1;
	}
}
__attribute__((annotate("memprof"))) int chosen(long a) { return can_throw(a) + 1; }
int padless(int a) { return a; }
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
