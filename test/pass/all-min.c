// all=MIN leaves out functions of fewer instructions; debug info is none.
// RUN: env MEMFN_PASS=all=5 %clang_memfn -g -O0 -S -emit-llvm -o - %s | FileCheck %s
// RUN: env MEMFN_PASS=all=5 %clang_memfn -O0 -S -emit-llvm -o - %s | FileCheck %s
// RUN: env MEMFN_PASS=all=6 %clang_memfn -O0 -S -emit-llvm -o - %s | FileCheck %s --check-prefix=LESS
// CHECK: alloca
// CHECK: call void @__memfn_enter({{.*}}@__memfn_desc.five
// CHECK-NOT: alloca
// CHECK: {{^}}}
// LESS-NOT: @__memfn_enter
int five(int a) { return a + 1; } // alloca, store, load, add, ret
int four(int a) { return a; }
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
