/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Blocks of mixed sizes, made and freed at random among 1,000 that live: churn SIZE [THREADS], the
 * work being shared by the threads. */
#include "bench.h"
#include <pthread.h>

enum { LIVE = 1000, MANY = 64 };

/* Each in cache lines of its own. */
struct share {
	_Alignas(128) long steps;
	uint64_t state, sum;
};

/* Mostly below 512 bytes, one in 32 up to 16 KiB. */
BENCH_OWN size_t mixed_size(uint64_t r)
{
	return 8 + (r & 31 ? r >> 8 & 511 : r >> 8 & 16383);
}

static void *churn(void *argument)
{
	struct share *share = argument;
	char *blocks[LIVE] = {NULL};
	for (long i = 0; i < share->steps; i++) {
		uint64_t r = bench_random(&share->state);
		size_t size = mixed_size(r >> 16);
		char **slot = &blocks[r % LIVE];
		if (*slot)
			share->sum += (unsigned char)**slot;
		free(*slot);
		*slot = malloc(size);
		**slot = (char)size;
	}
	for (int i = 0; i < LIVE; i++)
		free(blocks[i]);
	return NULL;
}

static uint64_t churn_in_threads(struct share *shares, int threads)
{
	pthread_t ids[MANY];
	uint64_t sum = 0;
	for (int i = 0; i < threads; i++)
		pthread_create(&ids[i], NULL, churn, &shares[i]);
	for (int i = 0; i < threads; i++) {
		pthread_join(ids[i], NULL);
		sum += shares[i].sum;
	}
	return sum;
}

int main(int argc, char **argv)
{
	long size = bench_argument(argc, argv, 1, 1000), threads = bench_argument(argc, argv, 2, 0);
	static struct share shares[MANY];
	if (threads > MANY)
		return 2;
	for (int i = 0; i < MANY; i++) {
		shares[i].steps = threads ? size / threads : size;
		shares[i].state = 88172645463325252u + (unsigned)i;
	}
	if (!threads)
		churn(&shares[0]);
	printf("%llu\n",
		   (unsigned long long)(threads ? churn_in_threads(shares, (int)threads) : shares[0].sum));
	return 0;
}
