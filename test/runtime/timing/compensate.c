// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// --compensate takes what the hooks of 20,000 calls cost off their caller, which does nothing else
// but work that the program times itself; the callees keep theirs.
// RUN: %memfn_clang -O2 %s -o %t
// RUN: env MEMFN_OUTPUT=%t.prof MEMFN_OPTIONS=clock=cpu:quiet=1 %t > %t.truth
// RUN: %memreport export --format=json %t.prof > %t.raw
// RUN: %memreport export --format=json --compensate %t.prof > %t.json
// RUN: %python %S/Inputs/compensated.py %t.raw %t.json %t.truth
// RUN: %memreport --compensate %t.prof | FileCheck %s
// CHECK: hook cost {{[0-9,]+}} ns a call, {{[0-9.]+}} % of the run, taken off times;
#include <stdio.h>
#include <time.h>

#define PROFILE __attribute__((annotate("memprof")))

enum { CALLS = 20000 };

static volatile long sink;

static double now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static __attribute__((noinline)) void work(int n)
{
	while (n--)
		sink++;
}

PROFILE static void leaf(void)
{
	work(1000);
}

PROFILE static void parent(void)
{
	for (int i = 0; i < CALLS; i++) {
		leaf();
		work(100);
	}
}

int main(void)
{
	double start = now();
	parent();
	double before = now();
	for (int i = 0; i < CALLS; i++)
		work(100);
	double between = now();
	for (int i = 0; i < CALLS; i++)
		work(1000);
	printf("%.0f %.0f %.0f %d\n", before - start, between - before, now() - between, CALLS);
	return 0;
}
