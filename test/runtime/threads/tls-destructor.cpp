// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Destructors of thread_local objects and of pthread keys, round after round: what they call and
// allocate counts, and so do their threads' successors on the same shard.
// RUN: %memfn_clangxx -O0 %s -o %t0 && env MEMFN_OUTPUT=%t0.prof %t0 && %expect %t0.prof %s
// RUN: %clangxx_memfn -O2 %s -o %t2 %link_shared && env MEMFN_OUTPUT=%t2.prof %t2 && %expect %t2.prof %s
#include <pthread.h>
#include "../Inputs/take.h"

static pthread_key_t key;

// EXPECT: in_key calls=40 open_calls=0 allocs=40 alloc_bytes=400 frees=40
PROFILE void in_key(void *round)
{
	give(take(10));
	if (round != reinterpret_cast<void *>(4))
		pthread_setspecific(key, static_cast<char *>(round) + 1);
}

// EXPECT: in_object calls=10 open_calls=0 allocs=10 alloc_bytes=1000 frees=20 freed_bytes=1010
PROFILE void in_object(void *block)
{
	give(block);
	give(take(100));
}

struct object {
	void *block = nullptr;
	~object() { in_object(block); }
};
static thread_local object local;

// EXPECT: start calls=10 open_calls=0 alloc_bytes>=10 retained_bytes>=10 leaked_bytes=0
PROFILE void *start(void *argument)
{
	local.block = take(1);
	pthread_setspecific(key, reinterpret_cast<void *>(1));
	return argument;
}

// EXPECT: path <thread>/in_key calls=40
// EXPECT: path <thread>/in_object calls=10
// EXPECT: totals threads=11 open_calls=0
int main()
{
	pthread_key_create(&key, in_key);
	for (int i = 0; i < 10; i++) {
		pthread_t thread;
		pthread_create(&thread, nullptr, start, nullptr);
		pthread_join(thread, nullptr);
	}
}
