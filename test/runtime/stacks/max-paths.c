// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// More paths than max_paths: functions stay exact under <more>, the footer counts what has no path.
// RUN: %memfn_clang -O0 %s -o %t0
// RUN: env MEMFN_OPTIONS=max_paths=6 MEMFN_OUTPUT=%t0.prof %t0 && %expect %t0.prof %s
// RUN: %clang_memfn -O2 %s -o %t2 %link_shared
// RUN: env MEMFN_OPTIONS=max_paths=6 MEMFN_OUTPUT=%t2.prof %t2 && %expect %t2.prof %s
#include "../Inputs/take.h"

// EXPECT: leaf calls=40 allocs=40 alloc_bytes=400 frees=40 own_peak_bytes=10 peak_bytes=10
PROFILE void leaf(void)
{
	give(take(10));
}

#define CALLS(name)                                                                                \
	PROFILE void name(void)                                                                    \
	{                                                                                          \
		give(take(100));                                                                   \
		leaf();                                                                            \
	}
CALLS(a) CALLS(b) CALLS(c) CALLS(d)

// EXPECT: a calls=10 allocs=10
// EXPECT: b calls=10 allocs=10
// EXPECT: c calls=10 allocs=10
// EXPECT: d calls=10 allocs=10 alloc_bytes=1000 peak_bytes=100 open_calls=0
// EXPECT: path a/leaf calls=10
// EXPECT: no <more>
// EXPECT: trust pathless_calls>=20 pathless_calls<=40
// EXPECT: totals calls=80 allocs=80 open_calls=0
int main(void)
{
	for (int i = 0; i < 10; i++) {
		a();
		b();
		c();
		d();
	}
	return 0;
}
