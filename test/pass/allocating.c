// allocating=1 leaves out of `all` what cannot allocate, itself or below.
// RUN: env "MEMFN_PASS=all;allocating=1" %clang_memfn -O0 -c -emit-llvm -o %t.bc %s
// RUN: llvm-nm %t.bc | FileCheck %s --implicit-check-not=__memfn_desc
// CHECK: __memfn_desc.allocates
// CHECK: __memfn_desc.below
// CHECK: __memfn_desc.cycle_a
// CHECK: __memfn_desc.cycle_b
// CHECK: __memfn_desc.indirect
// CHECK: __memfn_desc.unknown
#include <stdlib.h>
#include <string.h>
int elsewhere(int);
void *allocates(void) { return malloc(1); }
void *below(void) { return allocates(); }
int indirect(int (*f)(void)) { return f(); }
int unknown(int a) { return elsewhere(a); }
int cycle_b(int a);
int cycle_a(int a) { return a ? cycle_b(a) : 0; }
int cycle_b(int a) { return cycle_a(a - 1) + unknown(a); }
int leaf(int a) { return a + 1; }
int only_leaves(int a) { return leaf(a) + abs(a); }
void frees(char *p) { free(p); }
int reads(const char *s) { return strlen(s) > 3; }
int lonely_cycle(int a) { return a ? lonely_cycle(a - 1) : 0; }
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
