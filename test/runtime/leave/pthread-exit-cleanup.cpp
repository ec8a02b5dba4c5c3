// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// pthread_exit in C++ runs destructors, whose frees belong to the frames that it leaves.
// RUN: %memfn_clangxx -O0 %s -o %t0 && env MEMFN_OUTPUT=%t0.prof %t0 && %expect %t0.prof %s
// RUN: %clangxx_memfn -O2 %s -o %t2 %link_shared && env MEMFN_OUTPUT=%t2.prof %t2 && %expect %t2.prof %s
#include <pthread.h>
#include "../Inputs/take.h"

struct owner {
	void *block;
	explicit owner(size_t size) : block(take(size)) {}
	~owner() { give(block); }
};

// EXPECT: leaves calls=4 open_calls=0 alloc_bytes=40 freed_bytes=40 retained_bytes=0 peak_bytes=10
PROFILE void leaves()
{
	owner ten(10);
	pthread_exit(nullptr);
}

// EXPECT: start calls=4 open_calls=0 alloc_bytes=400 freed_bytes=400 retained_bytes=0 peak_bytes=110
PROFILE void *start(void *)
{
	owner hundred(100);
	leaves();
	return nullptr;
}

// The first pthread_exit of a process loads libgcc_s, whose blocks would be counted with ours.
static void *warm_up(void *)
{
	pthread_exit(nullptr);
}

// EXPECT: totals threads=6 open_calls=0
int main()
{
	for (int i = 0; i < 5; i++) {
		pthread_t thread;
		pthread_create(&thread, nullptr, i ? start : warm_up, nullptr);
		pthread_join(thread, nullptr);
	}
}
