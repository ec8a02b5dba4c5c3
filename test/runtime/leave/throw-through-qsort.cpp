// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Through libc's own frames, out of a callback: qsort is not compiled here.
// RUN: %memfn_clangxx -O0 %s -o %t0 && env MEMFN_OUTPUT=%t0.prof %t0 && %expect %t0.prof %s
// RUN: %clangxx_memfn -O2 %s -o %t2 %link_shared && env MEMFN_OUTPUT=%t2.prof %t2 && %expect %t2.prof %s
#include "../Inputs/take.h"

// EXPECT: compares calls=5 open_calls=0
PROFILE int compares(const void *a, const void *b)
{
	static int calls;
	if (++calls == 5)
		throw calls;
	return *static_cast<const char *>(a) - *static_cast<const char *>(b);
}

// EXPECT: sorts calls=1 open_calls=0 alloc_bytes=10 peak_bytes>=10
// EXPECT: path sorts/compares calls=5
PROFILE void sorts()
{
	char text[] = "the way out";
	try {
		qsort(text, sizeof text - 1, 1, compares);
	} catch (int) {
		take(10);
	}
}

int main()
{
	sorts();
}
