// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// execve in mid-call: the profile of before stays under its name, the new program writes another.
// UNSUPPORTED: cross
// RUN: %memfn_clang -O0 %s -o %t0 && rm -f %t0.prof* && env MEMFN_OUTPUT=%t0.prof %t0
// RUN: %expect %t0.prof %s && %expect %t0.prof.* %S/Inputs/after-exec
// RUN: %clang_memfn -O2 %s -o %t2 %link_shared && rm -f %t2.prof* && env MEMFN_OUTPUT=%t2.prof %t2
// RUN: %expect %t2.prof %s && %expect %t2.prof.* %S/Inputs/after-exec
#include <unistd.h>
#include "../Inputs/take.h"

// EXPECT: caller calls=2 primitive_calls=1 open_calls=2 alloc_bytes=20 peak_bytes=20
PROFILE void caller(int depth, char *name)
{
	char *arguments[] = { name, "again", NULL };
	take(10);
	if (depth)
		caller(depth - 1, name);
	else
		execv(name, arguments);
}

// EXPECT: again calls=0
// EXPECT: totals open_calls=2
PROFILE void again(void)
{
	take(100);
}

int main(int argc, char **argv)
{
	if (argc > 1)
		again();
	else
		caller(1, argv[0]);
	return 0;
}
