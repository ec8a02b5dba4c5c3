// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// -fprofile-instr-generate and coverage mapping beside it: each counts the same calls, and clang's
// own profile is what it is without MemFn.
// RUN: %each %clang_memfn -fprofile-instr-generate -fcoverage-mapping %s -pthread -- 'LLVM_PROFILE_FILE=raw MEMFN_OUTPUT=p.out ./prog && %expect p.out %test_dir/runtime/Inputs/company.h %test_dir/runtime/Inputs/company.h:THREAD && llvm-profdata merge raw -o merged && llvm-profdata show --all-functions --counts merged > counts && for row in leaf:20 branch:2 run:1; do grep -A3 "^  ${row%%%%:*}:" counts | grep "Function count: ${row#*:}$"; done'
#include "../Inputs/company.h"

int main(void)
{
	return run();
}
