// What was noted before setjmp is not relied upon after it: a jump there comes
// from other lines. Without one, two calls of a line share a note.
// RUN: %clang_memfn -g -O0 -S -emit-llvm -o %t.ll %s
// RUN: sed -n '/^define.*@jumps(/,/^}/p' %t.ll | grep -c 'store volatile.*memfn.site' | FileCheck %s --check-prefix=JUMPS
// RUN: sed -n '/^define.*@twin(/,/^}/p' %t.ll | grep -c 'store volatile.*memfn.site' | FileCheck %s --check-prefix=TWIN
// JUMPS: 2
// TWIN: 1
#include <setjmp.h>
#define PROFILE __attribute__((annotate("memprof")))
int elsewhere(int);
static jmp_buf env;
// clang-format off
PROFILE int jumps(int a) { a += elsewhere(a); a += setjmp(env); a += elsewhere(a); return a; }
PROFILE int twin(int a) { a += elsewhere(a); a += 1; a += elsewhere(a); return a; }
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
