// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The first thread begins while the next allocator frees or moves a block: that is counted as with
// several stacks, where each has a share of what is live.
// REQUIRES: default-llvm
// RUN: rm -rf %t && mkdir %t && cd %t && %clang -O2 -shared -fPIC %S/../Inputs/meanwhile.c -o libnext.so
// RUN: %memfn_clang -O2 -pthread %s -o a -L. -lnext -Wl,-rpath,%t
// RUN: MEMFN_OUTPUT=free.prof ./a && %expect free.prof %s
// RUN: MEMFN_OUTPUT=realloc.prof ./a realloc && %expect realloc.prof %s
#include "../Inputs/take.h"
#include <pthread.h>

extern void (*meanwhile)(void);
static pthread_t thread;
static pthread_barrier_t end;

static void *wait(void *argument)
{
	pthread_barrier_wait(&end);
	return argument;
}

static void begin_thread(void)
{
	pthread_create(&thread, NULL, wait, NULL);
}

// EXPECT: makes calls=2 allocs=2 temp_allocs<=1 frees=0 own_peak_bytes>=50000 own_peak_bytes<=52048
PROFILE static void *makes(void)
{
	return take(50000);
}

// EXPECT: ends calls=1 frees=1 freed_bytes=50000 temp_allocs=0
PROFILE static void ends(void *block, int by_moving)
{
	void *volatile same = block;
	meanwhile = begin_thread;
	if (by_moving)
		same = realloc(same, 10);
	else
		free(same);
}

// EXPECT: totals threads=2 peak_bytes>=50000 peak_bytes<=54096
int main(int count, char **arguments)
{
	(void)arguments;
	pthread_barrier_init(&end, NULL, 2);
	ends(makes(), count > 1);
	makes();
	pthread_barrier_wait(&end);
	pthread_join(thread, NULL);
	return 0;
}
