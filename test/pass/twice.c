// The plugin given twice, or run again on what it made, hooks once.
// RUN: %clang_memfn -fpass-plugin=%plugin -g -O0 -S -emit-llvm -o %t.ll %s
// RUN: FileCheck %s --input-file=%t.ll
// RUN: %opt_memfn -passes='memfn<all;calls=work>,memfn-late,verify' -S %t.ll | FileCheck %s --check-prefix=AGAIN
// CHECK-COUNT-1: call void @__memfn_enter(
// CHECK-NOT: call void @__memfn_enter(
// AGAIN-COUNT-1: call void @__memfn_enter(
// AGAIN-NOT: call void @__memfn_enter(
// AGAIN: call i64 @__memfn_depth(
// AGAIN-NOT: call i64 @__memfn_depth(
#include <setjmp.h>
int work(int);
static jmp_buf env;
__attribute__((annotate("memprof"))) int chosen(int a) { return work(a) + setjmp(env); }
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
