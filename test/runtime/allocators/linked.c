// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// jemalloc, tcmalloc and mimalloc linked, before and after the runtime: the runtime is in front of
// them in any case, and they do the work.
// REQUIRES: default-llvm, jemalloc, tcmalloc, mimalloc
// RUN: rm -rf %t && mkdir %t && cd %t && %memfn_clang -c -O2 -fno-builtin %s -o family.o
// RUN: for lib in jemalloc tcmalloc_minimal mimalloc; do %memfn_clang family.o -o $lib-1 -Wl,--no-as-needed -l$lib && %clang family.o -o $lib-2 %link_static -Wl,--no-as-needed -l$lib && %clang family.o -o $lib-3 %link_shared -Wl,--no-as-needed -l$lib || exit 1; done
// RUN: for prog in *-[123]; do ldd $prog | grep lib${prog%%-*} > ldd && MEMFN_OUTPUT=p.out ./$prog && %expect p.out %s %test_dir/runtime/Inputs/family.h || exit 1; done
#include "../Inputs/family.h"

// EXPECT: totals calls=5
// EXPECT: trust foreign_frees>=0
int main(void)
{
	return family();
}
