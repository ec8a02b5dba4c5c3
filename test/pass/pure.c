// Calls of a hooked const or pure function are neither folded nor dropped.
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
#define PROFILE __attribute__((annotate("memprof")))
PROFILE __attribute__((const)) int hooked_const(int a) { return a * 2; }
PROFILE __attribute__((pure)) int hooked_pure(int *a) { return *a; }
__attribute__((const, noinline)) int plain_const(int a) { return a * 2; }
int caller(int a)
{
	return hooked_const(a) + hooked_const(a) + hooked_pure(&a) + hooked_pure(&a);
}
int twin(int a) { return plain_const(a) + plain_const(a); }
