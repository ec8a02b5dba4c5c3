// A region of a file, or all of a header, by #pragma clang attribute.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %clangxx_memfn -O0 -c -o %t.o %s && llvm-nm %t.o | FileCheck %s --implicit-check-not=__memfn_desc
// RUN: %clang_memfn -x c -O0 -c -o %t.o %s && llvm-nm %t.o | FileCheck %s --check-prefix=C --implicit-check-not=__memfn_desc

int before(int a) { return a; }
#pragma clang attribute push(__attribute__((annotate("memprof"))), apply_to = function)
int within(int a) { return a; }
__attribute__((annotate("memprof_never"))) int never(int a) { return a; }
#ifdef __cplusplus
struct object {
	int method() { return 1; }
};
#endif
#pragma clang attribute pop
int after(int a) { return a; }
#ifdef __cplusplus
int use() { return object().method(); }
#endif
// C: __memfn_desc.within
// CHECK-DAG: __memfn_desc._Z6withini
// CHECK-DAG: __memfn_desc._ZN6object6methodEv
