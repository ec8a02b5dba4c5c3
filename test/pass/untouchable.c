// Naked functions, ifunc resolvers, what these call, and _start are never
// hooked, whatever asks for it.
// RUN: echo 'fun:*' > %t.list
// RUN: env MEMFN_PASS=list=%t.list %clang_memfn -O0 -c -emit-llvm -o %t.bc %s
// RUN: llvm-nm %t.bc | FileCheck %s --implicit-check-not=__memfn_desc
// REQUIRES: x86_64

// CHECK: __memfn_desc.implementation

#define PROFILE __attribute__((annotate("memprof")))
PROFILE __attribute__((naked)) void naked(void) { __asm__("ret"); }
int implementation(int a) { return a; }
typedef int (*function)(int);
PROFILE static int probe(void) { return 1; }
PROFILE static function resolver(void) { return probe() ? implementation : 0; }
int chosen_at_load(int a) __attribute__((ifunc("resolver")));
PROFILE void _start(void) {}
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
