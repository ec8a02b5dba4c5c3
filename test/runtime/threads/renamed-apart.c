// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A thread that takes another name takes its counting elsewhere, all of it: the thread that comes to
// its old place counts there alone, and the process's peak does not drift away.
// RUN: %memfn_clang -O2 -pthread %s -o %t
// RUN: env MEMFN_OUTPUT=%t.prof %t && %expect %t.prof %s

#define _GNU_SOURCE
#include <pthread.h>

#include "../Inputs/take.h"

enum { ROUNDS = 2000000 };

static pthread_barrier_t together;

// EXPECT: churn calls=3 allocs=4000001 frees=4000001 peak_bytes=700
// EXPECT: totals peak_bytes<=5000
PROFILE static void churn(int rounds)
{
	for (int i = 0; i < rounds; i++)
		give(take(100 + (size_t)i % 7 * 100));
}

static void *named(void *name)
{
	churn(1);
	return name;
}

static void *stays(void *unused)
{
	pthread_barrier_wait(&together);
	churn(ROUNDS);
	return unused;
}

static void *leaves(void *unused)
{
	pthread_setname_np(pthread_self(), "elsewhere");
	pthread_barrier_wait(&together);
	return stays(unused);
}

int main(void)
{
	pthread_t first, second;
	pthread_barrier_init(&together, NULL, 2);
	pthread_create(&first, NULL, named, NULL);
	pthread_join(first, NULL);
	pthread_create(&first, NULL, leaves, NULL);
	pthread_barrier_wait(&together);
	pthread_create(&second, NULL, stays, NULL);
	pthread_join(first, NULL);
	pthread_join(second, NULL);
	return 0;
}
