// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A handler on a stack of its own goes so deep, over frames that are deep already, that the shadow stack
// moves: what it interrupted goes on where it was, and the event after a jump that nobody saw closes it.
// REQUIRES: x86_64
// RUN: %clang -DPLAIN -O1 -fno-omit-frame-pointer -fno-optimize-sibling-calls -c %s -o %t.plain.o
// RUN: %memfn_clang -O0 %s %t.plain.o -o %t0 && env MEMFN_OUTPUT=%t0.prof %t0 && %expect %t0.prof %s
// RUN: %clang_memfn -O2 %s %t.plain.o -o %t2 %link_shared && env MEMFN_OUTPUT=%t2.prof %t2 && %expect %t2.prof %s
#include "../Inputs/stacks.h"
#include "../Inputs/take.h"

void plain(void), jump(void);
int outer(int n);

#ifdef PLAIN
static void *buffer[5];

void plain(void)
{
	if (!__builtin_setjmp(buffer))
		outer(20000);
	else
		take(1000);
}

void jump(void)
{
	__builtin_longjmp(buffer, 1);
}
#else
// EXPECT: inner calls=40001 primitive_calls=1 open_calls=0 alloc_bytes=10
PROFILE int inner(int n)
{
	if (!n)
		take(10);
	return n ? inner(n - 1) + 1 : 0;
}

PROFILE void handler(int number)
{
	(void)number;
	inner(40000);
}

// EXPECT: outer calls=20001 primitive_calls=1 open_calls=0 alloc_bytes=100
PROFILE int outer(int n)
{
	if (n)
		return outer(n - 1) + 1;
	raise(SIGUSR1);
	take(100);
	jump();
	return 1;
}

// EXPECT: caller alloc_bytes=1000 total_alloc_bytes=1110
PROFILE void caller(void)
{
	plain();
}

// EXPECT: trust frames_closed=20001
int main(void)
{
	static char stack[16 << 20];
	handle_on(stack, sizeof stack, SIGUSR1, handler);
	caller();
	return 0;
}
#endif
