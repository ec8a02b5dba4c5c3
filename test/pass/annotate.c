// An annotated function is hooked, its neighbour is not.
// RUN: %clang_memfn -O0 -S -emit-llvm -o - %s | FileCheck %s
// RUN: %clang_memfn -O2 -S -emit-llvm -o - %s | FileCheck %s
// RUN: %clang -O2 -Xclang -disable-llvm-passes -S -emit-llvm -o %t.ll %s
// RUN: %opt_memfn -passes=memfn,verify -S %t.ll | FileCheck %s

// The table of annotations would keep unused functions alive; others' entries
// stay.
// CHECK: @llvm.global.annotations = appending global [1 x

// CHECK-LABEL: define {{.*}}@chosen(
// CHECK: %[[CFA:.*]] = {{.*}}call {{.*}}@llvm.addressofreturnaddress
// CHECK-NEXT: call void @__memfn_enter({{.*}}@__memfn_desc.chosen{{.*}}, {{(ptr|i8\*)}}{{.*}} %[[CFA]])
// CHECK: call i32 @work(
// CHECK: call {{.*}}{{asm|@__memfn_exit}}{{.*}}@__memfn_desc.chosen
// CHECK: ret i32

// CHECK-LABEL: define {{.*}}@left_alone(
// CHECK-NOT: __memfn
// CHECK: ret i32

int work(int);
__attribute__((annotate("memprof"))) int chosen(int a) { return work(a) + 1; }
__attribute__((annotate("other"))) int left_alone(int a) { return work(a) + 1; }
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
