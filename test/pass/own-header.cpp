// memfn.h's own inline functions are never hooked, whatever is chosen: their
// frames would close the regions they begin.
// RUN: echo 'fun:*' > %t.list
// RUN: env "MEMFN_PASS=list=%t.list;all;system=1" %clangxx_memfn -fno-exceptions -O0 -c -emit-llvm -o %t.bc %s
// RUN: llvm-nm %t.bc | FileCheck %s --implicit-check-not=__memfn_desc
// RUN: env "MEMFN_PASS=list=%t.list;all;system=1" %clang_memfn -x c -O0 -c -emit-llvm -o %t.bc %s
// RUN: llvm-nm %t.bc | FileCheck %s --implicit-check-not=__memfn_desc
// CHECK: __memfn_desc.{{.*}}function
#include "memfn/memfn.h"
int function(int a)
{
	MEMFN_SCOPE("region");
	memfn_mark("mark");
	memfn_track(1, &a, 4);
	return a;
}
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
