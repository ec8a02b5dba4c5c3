// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// _FORTIFY_SOURCE's longjmp, in objects without the plugin, ends frames as the plain one does.
// RUN: %clang -DPLAIN -O2 -D_FORTIFY_SOURCE=2 -c %s -o %t.plain.o
// RUN: llvm-nm %t.plain.o | FileCheck %s
// CHECK: U __longjmp_chk
// RUN: %memfn_clang -O0 %s %t.plain.o -o %t0 && env MEMFN_OUTPUT=%t0.prof %t0 && %expect %t0.prof %s
// RUN: %clang_memfn -O2 %s %t.plain.o -o %t2 %link_shared
// RUN: env MEMFN_OUTPUT=%t2.prof %t2 && %expect %t2.prof %s
#include <setjmp.h>
#include "../Inputs/take.h"

void profiled(void), jumps(void), after(void);

#ifdef PLAIN
static jmp_buf buffer;

void jumps(void)
{
	longjmp(buffer, 1);
}

int main(void)
{
	if (!setjmp(buffer))
		profiled();
	far_below(after);
	return 0;
}
#else
// EXPECT: path after calls=1 alloc_bytes=100
PROFILE void after(void)
{
	take(100);
}

// EXPECT: profiled calls=1 alloc_bytes=10 total_alloc_bytes=10 open_calls=0
// EXPECT: trust frames_closed=1
PROFILE void profiled(void)
{
	take(10);
	jumps();
}
#endif
