// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// longjmp out of nested calls ends their frames: what follows is charged to the function that runs,
// even where a deeper call hides the dead frames. setjmp's caller is profiled.
// RUN: %memfn_clang -O0 %s -o %t0 && env MEMFN_OUTPUT=%t0.prof %t0 && %expect %t0.prof %s
// RUN: %clang_memfn -O2 %s -o %t2 %link_shared && env MEMFN_OUTPUT=%t2.prof %t2 && %expect %t2.prof %s
#include <setjmp.h>
#include "../Inputs/take.h"

static jmp_buf buffer;

// EXPECT: thrower calls=3 alloc_bytes=3 open_calls=0
PROFILE void thrower(void)
{
	take(1);
	longjmp(buffer, 7);
}

// EXPECT: between calls=3 alloc_bytes=30 total_alloc_bytes=33 peak_bytes=11
PROFILE void between(void)
{
	take(10);
	thrower();
}

// EXPECT: deep calls=3 alloc_bytes=300
// EXPECT: path keeper/deep calls=3
PROFILE void deep(void)
{
	take(100);
}

// EXPECT: keeper calls=3 alloc_bytes=3000 total_alloc_bytes=3333 open_calls=0
PROFILE int keeper(void)
{
	int value = setjmp(buffer);
	if (!value)
		between();
	far_below(deep);
	take(1000);
	return value;
}

// EXPECT: trust frames_closed=6
int main(void)
{
	return keeper() + keeper() + keeper() != 21;
}
