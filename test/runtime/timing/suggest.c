// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What suggest foretells comes true: the program compiled with its list makes just the calls that it
// said, which are worth as much as the runtime says that a call costs. Eight million calls that tell
// nothing cost more than a twentieth of 20 ms of work; what works and what allocates stays.
// RUN: rm -rf %t && mkdir %t && cd %t
// RUN: %memfn_clang -O2 --memfn-all %s -o all && env MEMFN_OUTPUT=all.out ./all
// RUN: %memreport suggest -o lean.list all.out > told && FileCheck %s < told
// CHECK: Cost more to watch
// CHECK: 8,000,000 {{.*}} 0 B 0 B {{.*}}(tiny)
// CHECK-EMPTY:
// CHECK-NEXT: Watching costs about {{.*}} (8,000,201 calls)
// CHECK-NEXT: Without 1 function {{.*}} (201 calls).
// CHECK-NEXT: 100.0 % of the bytes stay
// RUN: %memfn_clang -O2 --memfn-all --memfn-list=lean.list %s -o lean && env MEMFN_OUTPUT=lean.out ./lean
// RUN: %memreport suggest lean.out | FileCheck %s --check-prefix=LEAN
// LEAN: Watching costs about {{.*}} (201 calls)
// LEAN-NEXT: Nothing to leave out
// RUN: %memreport export --format=json all.out > all.json
// RUN: %python %S/Inputs/told.py told all.json
#include <stdlib.h>

#pragma clang attribute push(__attribute__((annotate("memprof_never"))), apply_to = function)
#include "../Inputs/now.h"
#pragma clang attribute pop

static volatile long sum;

static void tiny(int i)
{
	sum += i;
}

static void work(void)
{
	long end = now(CLOCK_PROCESS_CPUTIME_ID) + 200000;

	while (now(CLOCK_PROCESS_CPUTIME_ID) < end)
		;
}

static char *volatile kept;

static void allocate(void)
{
	kept = malloc(1000);
	free(kept);
}

int main(void)
{
	for (int i = 0; i < 8000000; i++)
		tiny(i);
	for (int i = 0; i < 100; i++) {
		work();
		allocate();
	}
	return 0;
}
