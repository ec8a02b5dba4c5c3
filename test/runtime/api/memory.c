// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Live bytes and their peak, and the peak begun anew: the profile's own stays.
// RUN: %each %clang_memfn -pthread %s -- 'MEMFN_OUTPUT=p.out ./prog && %expect p.out %s'
// RUN: %each %clang_memfn -pthread -DTHREADS %s -- 'MEMFN_OUTPUT=p.out MEMFN_OPTIONS=peaks=exact ./prog && %expect p.out %s:THREADS'
#include <memfn/memfn.h>
#include <pthread.h>
#include <stdio.h>

#include "../Inputs/take.h"

static size_t base;

static int is(size_t current, size_t peak)
{
	size_t now, highest;
	memfn_traced_memory(&now, &highest);
	if (now - base == current && highest - base == peak)
		return 1;
	fprintf(stderr, "%zu, %zu when they should be %zu, %zu\n", now - base, highest - base, current,
		peak);
	return 0;
}

// EXPECT: f calls=2 peak_bytes=3000 alloc_bytes=3500
PROFILE void *f(size_t much, size_t kept)
{
	give(take(much));
	return take(kept);
}

// EXPECT: outer calls=1 peak_bytes=3000
// THREADS: outer calls=1 peak_bytes=3000
// EXPECT: totals peak_bytes=3000
// THREADS: totals peak_bytes>=3000
PROFILE int outer(void)
{
	void *a = f(3000, 100);
	memfn_reset_peak();
	int good = is(100, 100);
	void *b = f(300, 100);
	good &= is(200, 400);
	give(a);
	good &= is(100, 400);
	give(b);
	memfn_reset_peak();
	return good & is(0, 0);
}

static void *other(void *unused)
{
	return unused;
}

int main(void)
{
#ifdef THREADS
	pthread_t thread;
	pthread_create(&thread, NULL, other, NULL);
	pthread_join(thread, NULL);
#else
	(void)other;
#endif
	memfn_traced_memory(&base, NULL);
	return !outer();
}
