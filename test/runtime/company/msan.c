// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// MSan owns malloc and tells the runtime of each block: figures are as always, and it still finds
// what it looks for.
// RUN: %each %clang_memfn -fsanitize=memory %s -pthread -- 'MEMFN_OUTPUT=p.out ./prog 2> err && %expect p.out %test_dir/runtime/Inputs/company.h && if MEMFN_OUTPUT=q.out ./prog wrong 2> err; then exit 1; fi; grep "use-of-uninitialized-value" err; %expect q.out "wrong calls=1"'
#include "../Inputs/company.h"

PROFILE int wrong(void)
{
	char *block = take(10);
	int result = block[5] ? 3 : 4;
	give(block);
	return result;
}

int main(int count, char **arguments)
{
	(void)arguments;
	if (count > 1)
		return wrong();
	return run();
}
