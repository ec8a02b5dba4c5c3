// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A number without a unit is no time: neither option then does anything, and a line says so. The
// lines tell what would do.
// REQUIRES: default-llvm
// RUN: rm -rf %t && mkdir %t && cd %t && %memfn_clang -O1 %s -o prog
// RUN: env MEMFN_OPTIONS=monitor=5:snapshot_every=5 MEMFN_OUTPUT=p.out ./prog 2>&1 | FileCheck %s
// CHECK: memfn: MEMFN_OPTIONS: monitor=5 is not understood ({{.*}} each so often (100ms)); 0 is used
// CHECK: memfn: MEMFN_OPTIONS: snapshot_every=5 is no time or size, such as 10s or 64M
// RUN: %python %S/Inputs/pictures.py p.out | not grep -e timeline -e snapshot
// RUN: env MEMFN_OPTIONS=monitor=0:snapshot_every=1M:quiet=1 MEMFN_OUTPUT=p.out ./prog 2>&1 | count 0
#include "../Inputs/take.h"

PROFILE void f(void)
{
	give(take(5000));
}

int main(void)
{
	for (int i = 0; i < 1000; i++)
		f();
	return 0;
}
