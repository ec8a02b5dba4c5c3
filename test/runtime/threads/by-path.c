// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A place in the profile is of one starting path: threads of the same name that start elsewhere, one
// after the other, are each told of where they started.
// RUN: %each %clang_memfn %s -pthread -- 'MEMFN_OUTPUT=p.out ./prog && %expect p.out %s && %memreport lines --bytes --include thread:prog p.out | FileCheck %s'
// CHECK: 17000 B in 10 allocations
#include <pthread.h>
#include "../Inputs/take.h"

extern int pthread_setname_np(pthread_t, const char *);

// EXPECT: first calls=3 alloc_bytes=3000
// EXPECT: path starts_first/<thread>/first calls=3 alloc_bytes=3000
PROFILE void *first(void *argument)
{
	take(1000);
	return argument;
}

// EXPECT: second calls=7 alloc_bytes=14000
// EXPECT: path starts_second/<thread>/second calls=7 alloc_bytes=14000
PROFILE void *second(void *argument)
{
	take(2000);
	return argument;
}

static void run(void *(*function)(void *))
{
	pthread_t thread;
	pthread_create(&thread, NULL, function, NULL);
	pthread_join(thread, NULL);
}

PROFILE void starts_first(void)
{
	run(first);
}

PROFILE void starts_second(void)
{
	run(second);
}

int main(void)
{
	pthread_setname_np(pthread_self(), "prog"); /* an emulator has its own name */
	for (int i = 0; i < 7; i++) {
		if (i < 3)
			starts_first();
		starts_second();
	}
	return 0;
}
