// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// timing=sampled: times are right within their error, own time is what callees do not take, counts
// and memory stay exact. Functions work a known number of units, and the program measures what a
// unit takes; in CPU time, for who waits for a core meanwhile cannot be known.
// UNSUPPORTED: cross
// RUN: %memfn_clang -O2 %s -o %t
// RUN: env MEMFN_OUTPUT=%t.prof MEMFN_OPTIONS=timing=sampled:clock=cpu:quiet=1 %t > %t.truth
// RUN: %memreport export --format=json %t.prof > %t.json
// RUN: %python %S/Inputs/truth.py %t.json %t.truth
// RUN: %memreport %t.prof | FileCheck %s
// CHECK: times are estimates, off by {{[0-9.]+}} % or so (one call in 128 was timed)
// RUN: env MEMFN_OUTPUT=%t.off MEMFN_OPTIONS=timing=off:quiet=1 %t > /dev/null
// RUN: %memreport export --format=json %t.off | %python -c \
// RUN:   'import json, sys; p = json.load(sys.stdin); assert p["processes"][0]["timing"] == "off"; \
// RUN:    assert all(f["self_ns"] == 0 == f["total_ns"] for f in p["functions"] if f["line"]), p'
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define PROFILE __attribute__((annotate("memprof")))

enum { CALLS = 20000, DEEP = 2000, DEPTH = 8 };

static volatile long sink;
static void *volatile kept;

static double now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static __attribute__((noinline)) void work(double units)
{
	for (int i = (int)(units * 16000); i--;)
		sink++;
}

PROFILE static void leaf(void)
{
	work(1);
}

/* Every 50th call takes 40 times as long: what an even pace would miss or always meet. */
PROFILE static void uneven(int i)
{
	work(i % 50 ? 0.5 : 20);
	kept = malloc(10);
	free(kept);
}

PROFILE static void parent(int i)
{
	leaf();
	work(2);
	uneven(i);
}

PROFILE static void recursive(int depth)
{
	work(1);
	if (depth)
		recursive(depth - 1);
}

int main(void)
{
	double unit = 0, uneven_units = 0;
	for (int i = 0; i < CALLS; i++) {
		parent(i);
		uneven_units += i % 50 ? 0.5 : 20;
		if (i % 50 == 0) { /* all the way, for the core may run faster and slower */
			double start = now();
			work(50);
			unit += (now() - start) / CALLS;
		}
	}
	for (int i = 0; i < DEEP; i++)
		recursive(DEPTH - 1);
	printf("leaf %.0f %.0f %d\n", unit * CALLS, unit * CALLS, CALLS);
	printf("uneven %.0f %.0f %d\n", unit * uneven_units, unit * uneven_units, CALLS);
	printf("parent %.0f %.0f %d\n", unit * (3 * CALLS + uneven_units), unit * 2 * CALLS, CALLS);
	printf("recursive %.0f %.0f %d\n", unit * DEEP * DEPTH, unit * DEEP * DEPTH, DEEP * DEPTH);
	return 0;
}
