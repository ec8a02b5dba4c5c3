// report=FILE tells of each function whether it is instrumented, and why, and of
// each allocation in it of what kind it is.
// RUN: rm -f %t.txt && cd %S
// RUN: echo 'fun:listed' > %t.list
// RUN: env "MEMFN_PASS=report=%t.txt;all=2;list=%t.list" %clang_memfn -g -O0 -c -o %t.o report.c
// RUN: env "MEMFN_PASS=report=%t.txt" %clang_memfn -O0 -c -o %t.o report.c
// RUN: FileCheck %s --input-file=%t.txt

// clang-format off
#include <stdlib.h>
__attribute__((annotate("memprof"))) void annotated(void) {}
// CHECK-DAG: report.c:[[#@LINE-1]]: annotated: instrumented: attribute
void listed(void) {}
// CHECK-DAG: report.c:[[#@LINE-1]]: listed: instrumented: {{.*}}.list:1
int *large(void) { return malloc(sizeof(int)); }
// CHECK-DAG: report.c:[[#@LINE-1]]: large: allocates: int
// CHECK-DAG: report.c:[[#@LINE-2]]: large: instrumented: all
void small(void) {}
// CHECK-DAG: report.c:[[#@LINE-1]]: small: skipped: small: 1 instructions
__attribute__((annotate("memprof_never"))) int never(int a) { return a; }
// CHECK-DAG: report.c:[[#@LINE-1]]: never: skipped: memprof_never
__attribute__((always_inline)) static inline int hidden(int a) { return a; }
// CHECK-DAG: report.c:[[#@LINE-1]]: hidden: skipped: always_inline
int caller(int a) { return hidden(a); }

// CHECK: report.c:0: listed: skipped: not chosen
// CHECK: report.c:0: annotated: instrumented: attribute
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
