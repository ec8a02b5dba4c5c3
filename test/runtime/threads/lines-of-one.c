// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A function's own peak where a thread meets it with one line, whose share counts for both, and then
// with another, or without one: each of them is its own from then on.
// RUN: %memfn_clang -O2 -g -pthread %s -o %t
// RUN: env MEMFN_OUTPUT=%t.prof MEMFN_OPTIONS=peaks=exact %t && %expect %t.prof %s
// RUN: %memreport export --format=json %t.prof | %python -c "import json, sys; print(*sorted(l['own_peak_bytes'] for l in json.load(sys.stdin)['lines']))" | grep '^.*3000 80000 100000$'
// RUN: env MEMFN_OUTPUT=%t.prof %t && %expect %t.prof %s:NEARLY
#include <pthread.h>

#include "../Inputs/take.h"

static void *first, *second;

// EXPECT: one_line own_peak_bytes=3000
PROFILE static void *one_line(void)
{
	return malloc(3000);
}

// EXPECT: two_lines own_peak_bytes=140000 peak_bytes=100000
// NEARLY: two_lines own_peak_bytes>=136000 own_peak_bytes<=144000
PROFILE static void *two_lines(int which)
{
	return which ? malloc(100000)
	             : malloc(40000);
}

static void *thread(void *unused)
{
	free(one_line());
	first = two_lines(1);
	free(one_line());
	second = two_lines(0);
	free(first);
	first = two_lines(0);
	free(first);
	free(second);
	free(one_line());
	return unused;
}

int main(void)
{
	for (int i = 0; i < 3; i++) {
		pthread_t id;
		pthread_create(&id, NULL, thread, NULL);
		pthread_join(id, NULL);
	}
	return 0;
}
