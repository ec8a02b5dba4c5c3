// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// setjmp in a caller that was compiled without the plugin: the interposed longjmp, _longjmp,
// siglongjmp and __longjmp_chk say what has ended.
// RUN: %clang -DPLAIN -O2 -c %s -o %t.plain.o
// RUN: %memfn_clang -O0 %s %t.plain.o -o %t0 && env MEMFN_OUTPUT=%t0.prof %t0 && %expect %t0.prof %s
// RUN: %clang_memfn -O2 %s %t.plain.o -o %t2 %link_shared
// RUN: env MEMFN_OUTPUT=%t2.prof %t2 && %expect %t2.prof %s
#include <setjmp.h>
#include "../Inputs/take.h"

extern sigjmp_buf buffer;
void __longjmp_chk(jmp_buf, int) __attribute__((noreturn));
void thrower(int), deep(void);

#ifdef PLAIN
sigjmp_buf buffer;

int main(void)
{
	volatile int times;
	for (times = 0; times < 4; times++)
		if (times & 1 ? sigsetjmp(buffer, times & 2) : _setjmp(buffer))
			far_below(deep);
		else
			thrower(times);
	return 0;
}
#else
// EXPECT: thrower calls=4 alloc_bytes=4 open_calls=0
PROFILE void thrower(int how)
{
	take(1);
	switch (how) {
	case 0: longjmp(buffer, 1);
	case 1: siglongjmp(buffer, 1);
	case 2: _longjmp(buffer, 1);
	default: __longjmp_chk(buffer, 1);
	}
}

// EXPECT: deep calls=4 alloc_bytes=400
// EXPECT: path deep calls=4
PROFILE void deep(void)
{
	take(100);
}
#endif
// EXPECT: trust frames_closed=4
