// Each return has its exit; before a musttail call the frame is left; a function
// that does not return has none.
// RUN: %clang_memfn -O1 -S -emit-llvm -o - %s | FileCheck %s

// CHECK-LABEL: define {{.*}}@two_returns(
// CHECK: call void @__memfn_enter(
// CHECK: call void @__memfn_exit(
// CHECK: ret i32

// CHECK-LABEL: define {{.*}}@must_tail(
// CHECK: call void @__memfn_enter(
// CHECK: call void @__memfn_exit(
// CHECK-NEXT: musttail call i32 @other(
// CHECK-NEXT: ret i32

// CHECK-LABEL: define {{.*}}@may_tail(
// CHECK: call void @__memfn_enter(
// CHECK: call i32 @other(
// CHECK: call void @__memfn_exit(
// CHECK-NEXT: ret i32

// CHECK-LABEL: define {{.*}}@no_return(
// CHECK: call void @__memfn_enter(
// CHECK-NOT: @__memfn_exit
// CHECK: }

#define PROFILE __attribute__((annotate("memprof")))
int other(int a);
_Noreturn void die(void);
PROFILE int two_returns(int a)
{
	if (a)
		return other(a);
	return 2;
}
PROFILE int must_tail(int a) { __attribute__((musttail)) return other(a); }
PROFILE int may_tail(int a) { return other(a); }
PROFILE _Noreturn void no_return(void) { die(); }
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
