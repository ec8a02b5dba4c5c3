// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RLIMIT_NOFILE: the profile needs one descriptor at the start; with none to be had the program runs
// without a file, with few it gets all that it would have got.
// REQUIRES: default-llvm
// RUN: rm -rf %t && mkdir %t && cd %t && %memfn_clang -O2 -static %s -o alone && %memfn_clang -O2 %s -o static
// RUN: (ulimit -n 3; MEMFN_OUTPUT=p.out ./alone 0) 2>&1 | FileCheck %s
// CHECK: memfn: {{.*}}p.out: cannot be made: Too many open files; figures stay in memory
// RUN: (ulimit -n 10; MEMFN_OUTPUT=p.out ./static 6) && %expect p.out %s
// RUN: (ulimit -n 1000; MEMFN_OUTPUT=p.out ./static 997) && %expect p.out %s
#include <fcntl.h>

#include "../Inputs/take.h"

// EXPECT: f calls=1
PROFILE void f(void)
{
	give(take(10));
}

// The runtime may hold one of the numbers.
int main(int count, char **arguments)
{
	int opened = 0, wanted = count > 1 ? atoi(arguments[1]) : 0;
	while (open("/dev/null", O_RDONLY) >= 0)
		opened++;
	f();
	return opened < wanted - 1;
}
