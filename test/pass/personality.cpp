// A program that needs no C++ library without the plugin needs none with it.
// RUN: %clang -O1 -I%include -c %S/Inputs/trace.c -o %t.o
// RUN: %clang_memfn -O0 -c %s -o %t.main.o
// RUN: %clang %t.main.o %t.o -o %t.exe
// RUN: %t.exe | FileCheck %s
// CHECK: print: entered 1 left 1
#include <cstdio>
__attribute__((annotate("memprof"))) int print(int a) { return std::puts("x") + a; }
int main() { return print(0) < 0; }
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
