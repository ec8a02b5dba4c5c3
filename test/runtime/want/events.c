// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A profile grows with paths, not with events: ten calls and allocations make the same file as a
// million, and as deep a recursion as the outer frames have room for.
// RUN: %each %clang_memfn %s -- 'for calls in 10 1000000; do MEMFN_OUTPUT=p$calls.out ./prog $calls && %expect p$calls.out %s "f calls=$calls allocs=$calls"; done; test $(stat -c %%s p10.out) = $(stat -c %%s p1000000.out) && test $(stat -c %%s p10.out) -lt 1000000'
#include "../Inputs/take.h"

PROFILE void f(void)
{
	give(take(10));
}

// EXPECT: deep calls=1000 primitive_calls=1
PROFILE void deep(int n)
{
	if (n)
		deep(n - 1);
}

int main(int count, char **arguments)
{
	for (int i = atoi(arguments[count - 1]); i; i--)
		f();
	deep(999);
	return 0;
}
