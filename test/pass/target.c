// Targets that the runtime does not know are left as they are; aarch64 takes
// the stack pointer at entry for the frame's address.
// RUN: %clang_memfn --target=i386-linux-gnu -S -emit-llvm -o - %s | FileCheck %s --check-prefix=NONE
// RUN: %clang_memfn --target=x86_64-linux-gnux32 -S -emit-llvm -o - %s | FileCheck %s --check-prefix=NONE
// RUN: %clang_memfn --target=x86_64-apple-macos -S -emit-llvm -o - %s | FileCheck %s --check-prefix=NONE
// RUN: %clang_memfn --target=aarch64-linux-gnu -S -emit-llvm -o - %s | FileCheck %s --check-prefix=ARM
// RUN: %clang_memfn --target=aarch64-linux-gnu -O2 -c -o %t.o %s
// RUN: %clang_memfn --target=aarch64-linux-gnu -O0 -g -c -o %t.o %s
// RUN: %clangxx_memfn --target=aarch64-linux-gnu -O0 -c -o %t.o %S/exceptions.cpp
// RUN: %clangxx_memfn --target=aarch64-linux-gnu -O2 -c -o %t.o %S/exceptions.cpp
// NONE-NOT: __memfn
// ARM: %[[CFA:.*]] = {{.*}}@llvm.sponentry
// ARM-NEXT: call void @__memfn_enter({{.*}}%[[CFA]])
__attribute__((annotate("memprof"))) int chosen(int a) { return a; }
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
