// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Threads started inside a profiled function hang as <thread> below its path: memory of theirs is
// in its cumulative figures, time and peak are their own.
// RUN: %memfn_clang -O0 %s -o %t0 && env MEMFN_OUTPUT=%t0.prof %t0 && %expect %t0.prof %s
// RUN: %clang_memfn -O2 %s -o %t2 %link_shared && env MEMFN_OUTPUT=%t2.prof %t2 && %expect %t2.prof %s
#include <pthread.h>
#include "../Inputs/take.h"

// EXPECT: work calls=3 primitive_calls=3 alloc_bytes=3000 peak_bytes=1000
// EXPECT: path starts/<thread>/work calls=1
// EXPECT: path starts/<thread>/starts calls=1
// EXPECT: path starts/<thread>/starts/<thread>/work calls=1
// EXPECT: path <thread>/work calls=1
PROFILE void *work(void *argument)
{
	give(take(1000));
	return argument;
}

static void run(void *(*start)(void *), void *argument)
{
	pthread_t thread;
	pthread_create(&thread, NULL, start, argument);
	pthread_join(thread, NULL);
}

// EXPECT: starts calls=2 primitive_calls=2 open_calls=0 peak_bytes<=999
// EXPECT: starts total_alloc_bytes>=2000 total_alloc_bytes<=2999
PROFILE void *starts(void *again)
{
	run(work, NULL);
	if (again)
		run(starts, NULL);
	return NULL;
}

// EXPECT: totals threads=5 calls=5 primitive_calls=5
int main(void)
{
	starts(&starts);
	run(work, NULL);
	return 0;
}
