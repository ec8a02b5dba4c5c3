// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// UBSan's checks run in instrumented functions; memory is counted as always.
// RUN: %each %clang_memfn -fsanitize=undefined %s -pthread -- 'MEMFN_OUTPUT=p.out ./prog 2> err && %expect p.out %s %test_dir/runtime/Inputs/company.h %test_dir/runtime/Inputs/company.h:THREAD && grep "signed integer overflow" err'
#include "../Inputs/company.h"

// EXPECT: wrong calls=1
PROFILE int wrong(int n)
{
	return n + 0x7fffffff;
}

int main(int count, char **arguments)
{
	(void)arguments;
	volatile int sum = wrong(count);
	(void)sum;
	return run();
}
