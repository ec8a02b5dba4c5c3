// Functions that many objects have share a descriptor, in a group of its own:
// the function's own group may be dropped where copies of it still refer to it.
// RUN: %clangxx_memfn -O0 -S -emit-llvm -o - %s | FileCheck %s
// CHECK-DAG: $__memfn_desc._Z5twiceIiET_S0_ = comdat any
// CHECK-DAG: @__memfn_desc._Z5twiceIiET_S0_ = linkonce_odr hidden global {{.*}}, section "memfn_desc", comdat, align 8
// CHECK-DAG: @__memfn_desc._ZL5localv = internal global {{.*}}, section "memfn_desc", align 8
#define PROFILE __attribute__((annotate("memprof")))
template <class T> PROFILE T twice(T x) { return x + x; }
PROFILE static int local() { return twice(1); }
int main() { return local(); }
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
