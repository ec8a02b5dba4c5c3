// "memprof_never" wins over every way to choose a function; a list's [never]
// wins over an annotation.
// RUN: echo 'fun:*' > %t.list
// RUN: echo '[never]' >> %t.list
// RUN: echo 'fun:unlisted' >> %t.list
// RUN: env "MEMFN_PASS=all;list=%t.list" %clang_memfn -O0 -S -emit-llvm -o - %s \
// RUN:   | FileCheck %s --implicit-check-not='call void @__memfn_enter'

// CHECK: call void @__memfn_enter({{.*}}@__memfn_desc.listed

__attribute__((annotate("memprof_never"))) int kept_out(int a) { return a; }
__attribute__((annotate("memprof"), annotate("memprof_never"))) int both(int a)
{
	return a;
}
__attribute__((annotate("memprof"))) int unlisted(int a) { return a; }
int listed(int a) { return a; }
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
