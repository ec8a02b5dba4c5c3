// An option that does not exist, or has a bad value, stops the compiler.
// RUN: not env MEMFN_PASS=allocate=x %clang_memfn -c %s -o %t.o 2>&1 | FileCheck %s --check-prefix=UNKNOWN
// RUN: not env MEMFN_PASS=all=many %clang_memfn -c %s -o %t.o 2>&1 | FileCheck %s --check-prefix=VALUE
// RUN: not env "MEMFN_PASS=all;list=" %clang_memfn -c %s -o %t.o 2>&1 | FileCheck %s --check-prefix=NONE
// RUN: %clang -O0 -S -emit-llvm -o %t.ll %s
// RUN: not %opt_memfn -disable-output -passes='memfn<system=2>' %t.ll 2>&1 | FileCheck %s --check-prefix=OPT
// RUN: %opt_memfn -disable-output -passes='memfn<all=3;system=1;;lines=0>' %t.ll

// UNKNOWN: memfn: MEMFN_PASS: unknown option 'allocate', known are list, all, calls, allocs, system, allocating, lines, report
// VALUE: memfn: MEMFN_PASS: bad value in 'all=many', it should be a number
// NONE: memfn: MEMFN_PASS: option 'list' needs a value
// OPT: memfn: bad value in 'system=2', it should be 0 or 1
int f(void) { return 1; }
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
