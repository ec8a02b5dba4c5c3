// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Under valgrind the program runs, calls are counted, and memcheck sees no error in the runtime;
// what it replaces (malloc) is its own, so that memory may be left to it.
// REQUIRES: valgrind
// RUN: %each %clang_memfn %s -pthread -- 'MEMFN_OUTPUT=p.out valgrind -q --error-exitcode=9 --soname-synonyms=somalloc=nouserintercepts ./prog && %expect p.out %test_dir/runtime/Inputs/company.h'
// RUN: cd %t/each-O2-shared && MEMFN_OUTPUT=q.out valgrind -q --error-exitcode=9 ./prog && %expect q.out %test_dir/runtime/Inputs/company.h:CALLS
#include "../Inputs/company.h"

int main(void)
{
	return run();
}
