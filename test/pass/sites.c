// Before each call that may allocate, and no other, the current frame is told
// the line; once for calls in a row of the same line.
// RUN: cd %S && %clang_memfn -gline-tables-only -O0 -S -emit-llvm -o %t.ll sites.c
// RUN: FileCheck %s --input-file=%t.ll
// RUN: grep -c 'store volatile' %t.ll | FileCheck %s --check-prefix=COUNT
// RUN: %clang_memfn -O0 -S -emit-llvm -o - %s | FileCheck %s --check-prefix=NONE
// RUN: env MEMFN_PASS=lines=0 %clang_memfn -g -O0 -S -emit-llvm -o - %s | FileCheck %s --check-prefix=NONE

// NONE-NOT: @memfn.site
// NONE-NOT: @__memfn_top

// Three in chosen, one in other, and the constructor's.
// COUNT: 5

// clang-format off
int elsewhere(int); int harmless(int) __attribute__((const)); int strcmp(const char *, const char *);
static int leaf(int a) { return a + 1; }
__attribute__((annotate("memprof"))) int other(int a) { return elsewhere(a); }
// CHECK-DAG: @memfn.site = private global {{.*}} i32 [[#@LINE-1]], i32 0, i64 0 }, align 8
__attribute__((annotate("memprof"))) int chosen(int a, int (*f)(int), const char *s)
{
  a = elsewhere(a) + elsewhere(a + 1); a += elsewhere(3);
  // CHECK-DAG: @[[A:memfn.site.[0-9]+]] = private global {{.*}} i32 [[#@LINE-1]], i32 0, i64 0 }, align 8
  a += f(a);
  // CHECK-DAG: @[[B:memfn.site.[0-9]+]] = private global {{.*}} i32 [[#@LINE-1]], i32 0, i64 0 }, align 8
  a += harmless(a) + leaf(a) + strcmp(s, "x");
  a += other(a);
  return elsewhere(a);
  // CHECK-DAG: @[[C:memfn.site.[0-9]+]] = private global {{.*}} i32 [[#@LINE-1]], i32 0, i64 0 }, align 8
}
int plain(int a) { return elsewhere(a); }

// CHECK-DAG: @__memfn_top = external thread_local(initialexec) global
// CHECK-LABEL: define {{.*}}@chosen(
// CHECK: %[[TOP:.*]] = load {{.*}}@__memfn_top
// CHECK: store volatile {{.*}}@[[A]]{{[ ,]}}
// CHECK: call {{.*}}@elsewhere(
// CHECK: store volatile {{.*}}@[[B]]{{[ ,]}}
// CHECK: store volatile {{.*}}@[[C]]{{[ ,]}}
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
