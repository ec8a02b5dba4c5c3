// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// With the shared runtime behind a linked allocator, or an allocator's archive in the program, that
// allocator's malloc is the program's own: calls are counted, and one line says that memory is not.
// REQUIRES: default-llvm, jemalloc, tcmalloc
// RUN: rm -rf %t && mkdir %t && cd %t && %memfn_clang -c -O2 -fno-builtin -DPVALLOC=valloc %s -o family.o
// RUN: %clang family.o -o behind -Wl,--no-as-needed -ljemalloc %link_shared
// RUN: %memfn_clang family.o -o jemalloc -l:libjemalloc.a -lm -ldl -lpthread && %memfn_clangxx family.o -o tcmalloc -l:libtcmalloc_minimal.a -lpthread
// RUN: for prog in behind jemalloc tcmalloc; do MEMFN_OUTPUT=p.out ./$prog 2> err && cat err && %expect p.out %s && FileCheck %s --input-file=err --check-prefix=SAID || exit 1; done
// RUN: MEMFN_OPTIONS=quiet=0 ./behind 2>&1 | grep 'malloc is that of .*/libjemalloc.so.2, which stands before'
// SAID: memfn: {{.*}}memory is not tracked
#include "../Inputs/family.h"

// EXPECT: plain calls=1 allocs=0
// EXPECT: totals calls=5 allocs=0
int main(void)
{
	return family();
}
