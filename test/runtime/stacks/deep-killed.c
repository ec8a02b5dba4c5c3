// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Killed 20,000 calls deep, with more frames open than the file holds: every count is there, and the
// trust figures say how many frames' ends are not.
// RUN: %memfn_clang -O0 %s -o %t0 && env MEMFN_OUTPUT=%t0.prof not --crash %t0
// RUN: %expect %t0.prof %s
// RUN: %clang_memfn -O2 %s -o %t2 %link_shared && env MEMFN_OUTPUT=%t2.prof not --crash %t2
// RUN: %expect %t2.prof %s
#include <signal.h>
#include <unistd.h>
#include "../Inputs/take.h"

// EXPECT: deep calls=20000 primitive_calls=1 allocs=20000 alloc_bytes=200000 leaked_bytes=200000
// EXPECT: deep open_calls>=4000 open_calls<=20000
// EXPECT: trust frames_lost>=1 frames_lost<=16000
PROFILE int deep(int n)
{
	take(10);
	if (n)
		return deep(n - 1) + 1;
	return kill(getpid(), SIGKILL);
}

// EXPECT: process state=died
int main(void)
{
	return deep(19999);
}
