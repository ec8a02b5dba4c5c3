// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A stop and a start by one thread end the frames of the others at their next event; threads that
// begin while recording is off are counted once it is on.
// RUN: %each %clang_memfn -pthread %s -- 'MEMFN_OUTPUT=p.out ./prog && %expect p.out %s'
#include <memfn/memfn.h>
#include <pthread.h>

#include "../Inputs/take.h"

static pthread_barrier_t barrier, second_barrier;

static void meet(pthread_barrier_t *where)
{
	pthread_barrier_wait(where);
}

// EXPECT: late calls=2 alloc_bytes=8 open_calls=0
PROFILE void late(void)
{
	take(4);
}

// EXPECT: waits calls=1 alloc_bytes=10 open_calls=0 retained_bytes=10
PROFILE void waits(void)
{
	take(10);
	meet(&barrier);
	meet(&barrier);
	take(100);
	late();
}

// EXPECT: path <thread>/late calls=2
static void *other(void *unused)
{
	waits();
	return unused;
}

static void *unannounced(void *unused)
{
	meet(&second_barrier);
	late();
	return unused;
}

// EXPECT: totals calls=3 threads=3
int main(void)
{
	pthread_t first, second;
	pthread_barrier_init(&barrier, NULL, 2);
	pthread_barrier_init(&second_barrier, NULL, 2);
	pthread_create(&first, NULL, other, NULL);
	meet(&barrier);
	memfn_stop();
	pthread_create(&second, NULL, unannounced, NULL);
	memfn_start();
	meet(&barrier);
	pthread_join(first, NULL);
	meet(&second_barrier);
	pthread_join(second, NULL);
	return 0;
}
