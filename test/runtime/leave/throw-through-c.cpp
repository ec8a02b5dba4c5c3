// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// An exception passes frames of C, which have no pads of their own: the catcher's pad ends them, and
// what follows is the catcher's, from within the handler on.
// RUN: split-file %s %t
// RUN: %clang_memfn -I%S -O0 -c %t/c.c -o %t/c0.o
// RUN: %memfn_clangxx -I%S -O0 %t/main.cpp %t/c0.o -o %t0
// RUN: env MEMFN_OUTPUT=%t0.prof %t0 && %expect %t0.prof %t/main.cpp %t/c.c
// RUN: %clang_memfn -I%S -O2 -c %t/c.c -o %t/c2.o
// RUN: %clangxx_memfn -I%S -O2 %t/main.cpp %t/c2.o -o %t2 %link_shared
// RUN: env MEMFN_OUTPUT=%t2.prof %t2 && %expect %t2.prof %t/main.cpp %t/c.c

//--- c.c
#include "../Inputs/take.h"

// EXPECT: in_c calls=3 alloc_bytes=30 open_calls=0
PROFILE void in_c(void (*callback)(void))
{
	take(10);
	callback();
	take(5000);
}

//--- main.cpp
#include "../Inputs/take.h"

extern "C" void in_c(void (*)());

// EXPECT: fails calls=3 alloc_bytes>=3 open_calls=0
PROFILE void fails()
{
	take(1);
	throw 1;
}

// EXPECT: deep calls=3 alloc_bytes=300
// EXPECT: path deep calls=3
PROFILE void deep()
{
	take(100);
}

// EXPECT: trust frames_closed=3
// EXPECT: totals open_calls=0
int main()
{
	for (int i = 0; i < 3; i++) {
		try {
			in_c(fails);
		} catch (int) {
			far_below(deep);
		}
	}
}
