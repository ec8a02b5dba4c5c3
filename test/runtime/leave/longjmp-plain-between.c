// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Frames of a plain caller lie between profiled ones: the jump ends those below it, not those above.
// RUN: %clang -DPLAIN -O2 -c %s -o %t.plain.o
// RUN: %memfn_clang -O0 %s %t.plain.o -o %t0 && env MEMFN_OUTPUT=%t0.prof %t0 && %expect %t0.prof %s
// RUN: %clang_memfn -O2 %s %t.plain.o -o %t2 %link_shared
// RUN: env MEMFN_OUTPUT=%t2.prof %t2 && %expect %t2.prof %s
#include <setjmp.h>
#include "../Inputs/take.h"

extern jmp_buf buffer;
void lower(int), plain(int), take_more(void);

#ifdef PLAIN
jmp_buf buffer;

void plain(int depth)
{
	if (!setjmp(buffer))
		lower(depth);
	else
		far_below(take_more);
}
#else
// EXPECT: lower calls=4 primitive_calls=1 alloc_bytes=4 open_calls=0 peak_bytes=4
PROFILE void lower(int depth)
{
	take(1);
	if (depth == 0)
		longjmp(buffer, 1);
	lower(depth - 1);
}

// EXPECT: path upper/take_more calls=1
PROFILE void take_more(void)
{
	take(100);
}

// EXPECT: upper calls=1 alloc_bytes=1000 total_alloc_bytes=1104 open_calls=0 peak_bytes=1104
PROFILE void upper(void)
{
	plain(3);
	take(1000);
}

// EXPECT: trust frames_closed=4
// EXPECT: totals open_calls=0
int main(void)
{
	upper();
	return 0;
}
#endif
