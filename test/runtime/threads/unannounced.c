// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A thread that libc makes behind the runtime's back: what was live before it came is still in the
// process's peak.
// RUN: %each %clang_memfn %s -pthread -ldl -- 'MEMFN_OUTPUT=p.out ./prog && %expect p.out %s'
#include <dlfcn.h>
#include <pthread.h>

#include "../Inputs/take.h"

enum { MUCH = 10 << 20 };

// EXPECT: inside calls=1 alloc_bytes=5242880 peak_bytes=5242880
PROFILE void *inside(void *unused)
{
	give(take(MUCH / 2));
	return unused;
}

// EXPECT: before calls=1 alloc_bytes=10485760 leaked_bytes=0 at_peak_bytes=10485760
PROFILE void *before(void)
{
	return take(MUCH);
}

// EXPECT: totals threads=2 peak_bytes>=15700000 peak_bytes<=15800000
int main(void)
{
	int (*create)(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);
	void *libc = dlopen("libc.so.6", RTLD_NOW);
	*(void **)&create = dlsym(libc, "pthread_create");
	void *block = before();
	pthread_t thread;
	create(&thread, NULL, inside, NULL);
	pthread_join(thread, NULL);
	give(block);
	return 0;
}
