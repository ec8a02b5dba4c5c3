// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Eight threads meet the same functions, paths and lines at once, each in an order of its own, while
// they free each other's blocks: each count is what one counts by hand.
// RUN: %each %clang_memfn %s -pthread -- 'MEMFN_OUTPUT=p.out ./prog && %expect p.out %s'
#include <pthread.h>
#include "../Inputs/take.h"

enum { THREADS = 8, ROUNDS = 5, HIGH = 16, LOW = 16 };

#define EACH(X) X(0) X(1) X(2) X(3) X(4) X(5) X(6) X(7) X(8) X(9) X(10) X(11) X(12) X(13) X(14) X(15)

static void *mailbox[64];
static pthread_barrier_t barrier;
static _Thread_local unsigned next_box;

/* Leaves a block for whoever comes by, and frees what lay there. */
static void leave(void *block)
{
	give(__atomic_exchange_n(&mailbox[next_box++ % 64], block, __ATOMIC_ACQ_REL));
}

#define LOWER(n)                                                                                   \
	PROFILE static void low_##n(void)                                                          \
	{                                                                                          \
		leave(take(8));                                                                    \
		give(take(100));                                                                   \
	}
EACH(LOWER)
#define LOW_NAME(n) low_##n,
static void (*const low[LOW])(void) = { EACH(LOW_NAME) };

static _Thread_local unsigned order;

#define HIGHER(n)                                                                                  \
	PROFILE static void high_##n(void)                                                         \
	{                                                                                          \
		for (unsigned i = 0; i < LOW; i++)                                                 \
			low[(i * 5 + order) % LOW]();                                              \
	}
EACH(HIGHER)
#define HIGH_NAME(n) high_##n,
static void (*const high[HIGH])(void) = { EACH(HIGH_NAME) };

// EXPECT: visit calls=8 total_allocs=20480 total_alloc_bytes=1105920
// EXPECT: high_0 calls=40 total_allocs=1280
// EXPECT: high_15 calls=40 total_allocs=1280
// EXPECT: low_0 calls=640 allocs=1280 alloc_bytes=69120 leaked_blocks=0
// EXPECT: low_7 calls=640 allocs=1280 alloc_bytes=69120 leaked_blocks=0
// EXPECT: low_15 calls=640 allocs=1280 alloc_bytes=69120 leaked_blocks=0
// EXPECT: path <thread>/visit/high_0/low_0 calls=40 allocs=80
// EXPECT: path <thread>/visit/high_15/low_15 calls=40 allocs=80
PROFILE static void *visit(void *argument)
{
	unsigned mine = (unsigned)(size_t)argument;
	order = next_box = mine * 7;
	pthread_barrier_wait(&barrier);
	for (unsigned i = 0; i < ROUNDS * HIGH; i++)
		high[(i * 3 + mine) % HIGH]();
	return NULL;
}

// EXPECT: paths count=275
// EXPECT: totals threads=9 open_calls=0
int main(void)
{
	pthread_t threads[THREADS];
	pthread_barrier_init(&barrier, NULL, THREADS);
	for (size_t i = 0; i < THREADS; i++)
		pthread_create(&threads[i], NULL, visit, (void *)i);
	for (int i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
	for (int i = 0; i < 64; i++)
		give(mailbox[i]);
	return 0;
}
