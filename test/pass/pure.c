// Calls of a hooked const or pure function are neither folded nor dropped, nor
// are calls that have hooks around them.
// RUN: %clang_memfn -O2 -S -emit-llvm -o - %s | FileCheck %s
// CHECK-LABEL: define {{.*}}@caller(
// CHECK: call i32 @hooked_const(
// CHECK: call i32 @hooked_const(
// CHECK: call i32 @hooked_pure(
// CHECK: call i32 @hooked_pure(
// CHECK: ret i32
// CHECK-LABEL: define {{.*}}@twin(
// CHECK: call i32 @plain_const(
// CHECK-NOT: call i32 @plain_const(
// CHECK: ret i32
// RUN: env MEMFN_PASS=calls=elsewhere %clang_memfn -O2 -S -emit-llvm -o - %s | FileCheck %s --check-prefix=CALLS
// CALLS-LABEL: define {{.*}}@outside(
// CALLS: call i32 @elsewhere(
// CALLS: call i32 @elsewhere(
// CALLS: ret i32
#define PROFILE __attribute__((annotate("memprof")))
PROFILE __attribute__((const)) int hooked_const(int a) { return a * 2; }
PROFILE __attribute__((pure)) int hooked_pure(int *a) { return *a; }
__attribute__((const, noinline)) int plain_const(int a) { return a * 2; }
__attribute__((const)) int elsewhere(int a);
int caller(int a)
{
	return hooked_const(a) + hooked_const(a) + hooked_pure(&a) + hooked_pure(&a);
}
int outside(int a) { return elsewhere(a) + elsewhere(a); }
int twin(int a) { return plain_const(a) + plain_const(a); }
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
