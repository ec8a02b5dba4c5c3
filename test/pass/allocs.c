// A function named as one that allocates for its caller has no frame of its own
// under `all`: what it allocates is the caller's, of the kind of its result.
// RUN: cd %S && env "MEMFN_PASS=all;allocs=*malloc" %clang_memfn -g -O0 -S -emit-llvm -o - allocs.c | FileCheck %s
// RUN: env MEMFN_PASS=all %clang_memfn -g -O0 -S -emit-llvm -o - %s | FileCheck %s --check-prefix=TWIN
// CHECK: [[KIND:@memfn.str[.0-9]*]] = {{.*}}c"double\00"
// CHECK-NOT: @__memfn_desc.xmalloc
// CHECK: @memfn.site{{.*}}[[KIND]]{{.*}} i32 [[#@LINE+5]], i32 0, i64 0 }
// CHECK-NOT: @__memfn_desc.xmalloc
// TWIN: @__memfn_desc.xmalloc
#include <stdlib.h>
void *xmalloc(size_t n) { return malloc(n); }
double *caller(int n) { return xmalloc(n * sizeof(double)); }
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
