// A hooked function is not inlined, even where the caller or the statement
// forces it; what is not hooked still is.
// RUN: %clang_memfn -O2 -S -emit-llvm -o - %s | FileCheck %s
// CHECK-LABEL: define {{.*}}@flat(
// CHECK: call {{.*}}@hooked({{.*}} #[[MARK:[0-9]+]]
// CHECK-NOT: call {{.*}}@plain(
// CHECK: ret i32
// CHECK-LABEL: define {{.*}}@small(
// CHECK: call {{.*}}@hooked(
// CHECK-NOT: call {{.*}}@plain(
// CHECK: ret i32

// A callee of another module may prove to be hooked when all are linked.
// CHECK-LABEL: define {{.*}}@flat_elsewhere(
// CHECK: call {{.*}}@elsewhere({{.*}}){{( #[0-9]+)?$}}
// CHECK-NOT: attributes #{{.*}} alwaysinline
// CHECK: attributes #[[MARK]] = { {{.*}}noinline
// CHECK-NOT: attributes #{{.*}} alwaysinline

int work(int);
int elsewhere(int);
__attribute__((annotate("memprof"))) static int hooked(int a) { return work(a); }
static int plain(int a) { return work(a) * 3; }
__attribute__((flatten)) int flat(int a) { return hooked(a) + plain(a); }
int small(int a) { return hooked(a) + plain(a); }
__attribute__((flatten)) int flat_elsewhere(int a) { return elsewhere(a); }
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
