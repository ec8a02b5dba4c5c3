// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Threads on stacks that the program provides: static, from malloc, and reused.
// RUN: %memfn_clang -O0 %s -o %t0 && env MEMFN_OUTPUT=%t0.prof %t0 && %expect %t0.prof %s
// RUN: %clang_memfn -O2 %s -o %t2 %link_shared && env MEMFN_OUTPUT=%t2.prof %t2 && %expect %t2.prof %s
#include <pthread.h>
#include "../Inputs/take.h"

// EXPECT: deep calls=120 primitive_calls=12 alloc_bytes=1200 peak_bytes=100 open_calls=0
PROFILE void deep(int n)
{
	void *block = take(10);
	if (n)
		deep(n - 1);
	give(block);
}

static void *start(void *argument)
{
	deep(9);
	return argument;
}

// EXPECT: totals threads=13 open_calls=0
// EXPECT: path <thread>/deep calls=12
int main(void)
{
	static char stack[1 << 18] __attribute__((aligned(64)));
	char *other = aligned_alloc(64, sizeof stack);
	for (int i = 0; i < 12; i++) {
		pthread_t thread;
		pthread_attr_t attributes;
		pthread_attr_init(&attributes);
		pthread_attr_setstack(&attributes, i & 1 ? stack : other, sizeof stack);
		if (pthread_create(&thread, &attributes, start, NULL))
			return 1;
		pthread_join(thread, NULL);
	}
	return 0;
}
