// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// gdb stops in an instrumented function, walks its stack, and steps out over the hook.
// REQUIRES: gdb
// RUN: %each %clang_memfn %s -pthread -- 'MEMFN_OUTPUT=p.out gdb -batch -ex "break wait_here" -ex run -ex bt -ex finish -ex continue ./prog > log 2>&1; FileCheck %s --input-file=log; %expect p.out "wait_here calls=1"'
// CHECK: Breakpoint 1, {{.*}}wait_here
// CHECK: #0 {{.*}}wait_here
// CHECK-NEXT: #1 {{.*}}main
// CHECK: Value returned is $1 = 1
// CHECK: exited normally
#include "../Inputs/company.h"

PROFILE __attribute__((noinline)) int wait_here(int n)
{
	__asm__ volatile("");
	return n;
}

int main(int count, char **arguments)
{
	(void)arguments;
	return wait_here(count) - 1;
}
