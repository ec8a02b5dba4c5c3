// A chosen always_inline function stays inlined: its frame shares its host's,
// with hooks and a flag of their own. `all` alone leaves it out.
// RUN: %clang_memfn -O2 -S -emit-llvm -o - %s | FileCheck %s
// RUN: env MEMFN_PASS=all %clang_memfn -O0 -DNAME=other -S -emit-llvm -o - %s | FileCheck %s --check-prefix=ALL

// CHECK: @__memfn_desc.small = internal global {{.*}} i32 0, i32 1, {{.*}}null }
// CHECK-LABEL: define {{.*}}@host(
// CHECK-NOT: call {{.*}}@small(
// CHECK: call void @__memfn_enter_shared({{.*}}@__memfn_desc.small
// CHECK: call void @__memfn_exit_shared({{.*}}@__memfn_desc.small
// ALL-NOT: @__memfn_desc.small

#ifndef NAME
#define NAME memprof
#endif
#define TEXT_(x) #x
#define TEXT(x) TEXT_(x)
int work(int);
__attribute__((always_inline, annotate(TEXT(NAME)))) static inline int small(int a)
{
	return work(a);
}
int host(int a) { return small(a) + 1; }
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
