// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What OpenMP's runtime calls, on a thread of its pool, has a frame there and a line, although clang
// makes it always_inline; `all` chooses it as it does any other code of the program.
// RUN: for o in -O0 -O2; do env MEMFN_PASS=all %clang_memfn $o -fopenmp -S -emit-llvm -o %t.ll %s && FileCheck %s < %t.ll || exit 1; done
// RUN: env MEMFN_PASS=all %clang_memfn -O2 -g -fopenmp -S -emit-llvm -o %t.ll %s && FileCheck %s < %t.ll
// RUN: grep '^@__memfn_desc.*omp_outlined' %t.ll | not grep 'i32 0, i32 0,'

// CHECK-NOT: enter_shared
// CHECK: define internal {{.*}}omp_outlined
// CHECK: call void @__memfn_enter({{.*}}@__memfn_desc.{{.*}}omp_outlined
// CHECK-NOT: enter_shared
// CHECK: define internal {{.*}}omp_outlined
// CHECK: call void @__memfn_enter({{.*}}@__memfn_desc.{{.*}}omp_outlined
// CHECK-NOT: enter_shared
void work(int);
void region(void)
{
#pragma omp parallel
	work(1);
#pragma omp task
	work(2);
}
