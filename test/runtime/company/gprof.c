// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// -pg: mcount stands in instrumented functions, and both profiles are written.
// RUN: %each %clang_memfn -pg -no-pie %s -pthread -- 'MEMFN_OUTPUT=p.out ./prog && %expect p.out %test_dir/runtime/Inputs/company.h %test_dir/runtime/Inputs/company.h:THREAD && test -s gmon.out'
#include "../Inputs/company.h"

int main(void)
{
	return run();
}
