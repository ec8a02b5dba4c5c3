// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A container whose file system is read-only: the program runs as always, one line says why there
// is no profile, and only with a reason to speak.
// REQUIRES: default-llvm, root
// RUN: rm -rf %t && mkdir -p %t/root && cd %t && %memfn_clang -O2 %s -o prog
// RUN: unshare -m sh -c 'mount -t tmpfs none root && cp prog root && mount -o remount,ro root && cd root && MEMFN_OUTPUT=p.out ./prog' > out 2> err
// RUN: grep -x 'sum 499500' out && FileCheck %s --input-file=err && test $(wc -l < err) = 1
// CHECK: memfn: {{.*}}/root/p.out: cannot be made: Read-only file system; figures stay in memory
#include <stdio.h>

#include "../Inputs/take.h"

PROFILE int *f(int value)
{
	int *number = take(sizeof *number);
	*number = value;
	return number;
}

int main(void)
{
	int sum = 0;
	for (int i = 0; i < 1000; i++) {
		int *number = f(i);
		sum += *number;
		give(number);
	}
	printf("sum %d\n", sum);
	return 0;
}
