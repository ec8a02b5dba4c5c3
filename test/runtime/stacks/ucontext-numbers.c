// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// More stacks than blocks can name their maker by: every count is right, and what a stack frees of its
// own blocks is taken from its net; the trust figures say how
// many stacks have no number.
// RUN: %memfn_clang -O2 %s -o %t && env MEMFN_OUTPUT=%t.prof %t && %expect %t.prof %s
// RUN: %memreport %t.prof | grep '4,466 stacks beyond 65,535, whose blocks others free uncredited'

#include "../Inputs/stacks.h"
#include "../Inputs/take.h"

enum { STACKS = 70000 };

static ucontext_t back, co;
static char stack[32768];

// EXPECT: body calls=70000 open_calls=0 allocs=140000 frees=140000 leaked_bytes=0 peak_bytes=10 retained_bytes=0
PROFILE void body(void)
{
	give(take(10));
	give(take(10));
}

// EXPECT: <coroutine> calls=70000
// EXPECT: totals threads=1
// EXPECT: trust stacks_without_credit=4466
int main(void)
{
	for (int i = 0; i < STACKS; i++) {
		context_on(&co, stack, sizeof stack, &back);
		makecontext(&co, body, 0);
		swapcontext(&back, &co);
	}
	return 0;
}
