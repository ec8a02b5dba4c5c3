// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Three thousand short threads: every call and byte counts, and their shards are used again.
// RUN: %memfn_clang -O0 %s -o %t0 && env MEMFN_OUTPUT=%t0.prof %t0 && %expect %t0.prof %s
// RUN: %clang_memfn -O2 %s -o %t2 %link_shared && env MEMFN_OUTPUT=%t2.prof %t2 && %expect %t2.prof %s
// RUN: find %t0.prof -size -8M | grep .
#include <pthread.h>
#include "../Inputs/take.h"

// EXPECT: inner calls=3000 primitive_calls=3000 open_calls=0 allocs=3000 frees=3000 peak_bytes=10
PROFILE void inner(void)
{
	give(take(10));
}

// EXPECT: start calls=3000 open_calls=0 allocs=3000 alloc_bytes=300000 total_alloc_bytes=330000
// EXPECT: start peak_bytes=110 retained_bytes=0 temp_allocs=0 leaked_bytes=0
PROFILE void *start(void *argument)
{
	void *block = take(100);
	inner();
	give(block);
	return argument;
}

// EXPECT: path <thread>/start/inner calls=3000
// EXPECT: <thread> calls=3000 open_calls=0
// EXPECT: totals threads=3001 calls=6000 open_calls=0
int main(void)
{
	for (int i = 0; i < 3000; i++) {
		pthread_t thread;
		if (pthread_create(&thread, NULL, start, NULL))
			return 1;
		pthread_join(thread, NULL);
	}
	return 0;
}
