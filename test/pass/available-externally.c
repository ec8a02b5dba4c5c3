// A C99 inline function may have no other body: the copy that is hooked belongs
// to this module, and its calls here go to it. always_inline needs none.
// RUN: %clang_memfn -O1 -S -emit-llvm -o %t.ll %s
// RUN: FileCheck %s --input-file=%t.ll
// RUN: FileCheck %s --input-file=%t.ll --check-prefix=NONE
// RUN: %clang -O1 -I%include -c %S/Inputs/trace.c -o %t.o
// RUN: %clang_memfn -O1 %s %t.o -o %t.exe
// RUN: %t.exe | FileCheck %s --check-prefix=EXEC

// CHECK: c"only_inline\00"
// CHECK-LABEL: define {{.*}}@main(
// CHECK: call {{.*}}@only_inline.memfn(
// CHECK: define internal {{.*}}@only_inline.memfn(
// CHECK: call void @__memfn_enter({{.*}}@__memfn_desc.only_inline.memfn
// NONE-NOT: c"only_inline.memfn\00"
// NONE-NOT: call {{.*}}@always(
// EXEC: only_inline: entered 3 left 3

#define PROFILE __attribute__((annotate("memprof")))
PROFILE inline int only_inline(int a) { return a > 1 ? only_inline(a - 1) : a; }
PROFILE __attribute__((always_inline)) inline int always(int a) { return a; }
int main(void) { return only_inline(3) + always(-1); }
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
