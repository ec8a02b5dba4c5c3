// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A process is killed in the midst of a call whose blocks several threads have freed: the first of them
// and the others are taken from its net.
// RUN: %memfn_clang -O2 -pthread %s -o %t
// RUN: env MEMFN_OUTPUT=%t.prof %t || true
// RUN: %expect %t.prof %s
#include <pthread.h>
#include <signal.h>

#include "../Inputs/take.h"

static pthread_barrier_t turn;
static void *blocks[4];

static void next_turn(void)
{
	pthread_barrier_wait(&turn);
}

// EXPECT: holds calls=1 open_calls=1 allocs=5 peak_bytes=1750 retained_bytes=1150
PROFILE static void holds(void)
{
	blocks[0] = take(1000);
	for (int i = 1; i < 4; i++)
		blocks[i] = take((size_t)i * 100);
	take(150);
	for (int i = 0; i < 4; i++)
		next_turn();
	raise(SIGKILL);
}

static void *frees_two(void *unused)
{
	next_turn();
	give(blocks[1]);
	next_turn();
	next_turn();
	give(blocks[2]);
	next_turn();
	return unused;
}

static void *frees_one(void *unused)
{
	next_turn();
	next_turn();
	give(blocks[3]);
	next_turn();
	next_turn();
	return unused;
}

// EXPECT: totals frees=3
int main(void)
{
	pthread_t thread;
	pthread_barrier_init(&turn, NULL, 3);
	pthread_create(&thread, NULL, frees_two, NULL);
	pthread_create(&thread, NULL, frees_one, NULL);
	holds();
	return 0;
}
