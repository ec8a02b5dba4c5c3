/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* One thread makes blocks, another frees them; they pass in batches through a queue. The second
 * argument is the number of cores that they share, if there are so many: 2, one each, or 1. Left to
 * the scheduler, a run would be of either kind by chance, and their times are far apart. */
#define _GNU_SOURCE
#include "bench.h"
#include <pthread.h>
#include <sched.h>

enum { BATCH = 512, QUEUE = 8 };

struct batch {
	char *blocks[BATCH];
};

static struct batch queue[QUEUE];
static long made, taken, batches, cores;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static uint64_t sum;

static void fill(struct batch *batch, uint64_t *state)
{
	for (int i = 0; i < BATCH; i++) {
		uint64_t r = bench_random(state);
		batch->blocks[i] = malloc(16 + (r & 511));
		*batch->blocks[i] = (char)r;
	}
}

static void empty(struct batch *batch)
{
	for (int i = 0; i < BATCH; i++) {
		sum += (unsigned char)*batch->blocks[i];
		free(batch->blocks[i]);
	}
}

static void wait_for_room(void)
{
	pthread_mutex_lock(&lock);
	while (made - taken == QUEUE)
		pthread_cond_wait(&changed, &lock);
	pthread_mutex_unlock(&lock);
}

static void wait_for_batch(void)
{
	pthread_mutex_lock(&lock);
	while (made == taken)
		pthread_cond_wait(&changed, &lock);
	pthread_mutex_unlock(&lock);
}

static void advance(long *count)
{
	pthread_mutex_lock(&lock);
	++*count;
	pthread_cond_signal(&changed);
	pthread_mutex_unlock(&lock);
}

/* Keeps this thread on the n-th of the cores that the program may use, or the last of them. */
BENCH_OWN void stay_on(long n)
{
	cpu_set_t all, one;
	CPU_ZERO(&one);
	if (sched_getaffinity(0, sizeof(all), &all))
		return;
	for (int core = 0; core < CPU_SETSIZE && n > 0; core++) {
		if (!CPU_ISSET(core, &all))
			continue;
		CPU_ZERO(&one);
		CPU_SET(core, &one);
		n--;
	}
	sched_setaffinity(0, sizeof(one), &one);
}

static void *consume(void *unused)
{
	stay_on(cores);
	for (long i = 0; i < batches; i++) {
		wait_for_batch();
		empty(&queue[i % QUEUE]);
		advance(&taken);
	}
	return unused;
}

int main(int argc, char **argv)
{
	uint64_t state = 88172645463325252;
	pthread_t consumer;
	batches = bench_argument(argc, argv, 1, 1000) / BATCH + 1;
	cores = bench_argument(argc, argv, 2, 2);
	pthread_create(&consumer, NULL, consume, NULL);
	stay_on(1);
	for (long i = 0; i < batches; i++) {
		wait_for_room();
		fill(&queue[i % QUEUE], &state);
		advance(&made);
	}
	pthread_join(consumer, NULL);
	printf("%llu\n", (unsigned long long)sum);
	return 0;
}
