// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Cancellation in C++ unwinds: destructors run within the frames that own them, and each is left.
// RUN: %memfn_clangxx -O0 %s -o %t0 && env MEMFN_OUTPUT=%t0.prof %t0 && %expect %t0.prof %s
// RUN: %clangxx_memfn -O2 %s -o %t2 %link_shared && env MEMFN_OUTPUT=%t2.prof %t2 && %expect %t2.prof %s
#include <pthread.h>
#include <semaphore.h>
#include <unistd.h>
#include "../Inputs/take.h"

static sem_t ready;

struct owner {
	void *block;
	explicit owner(size_t size) : block(take(size)) {}
	~owner() { give(block); }
};

// EXPECT: waits calls=3 open_calls=0 alloc_bytes=30 freed_bytes=30 retained_bytes=0
PROFILE void waits()
{
	owner ten(10);
	sem_post(&ready);
	pause();
}

// EXPECT: start calls=3 open_calls=0 alloc_bytes=300 freed_bytes=300 retained_bytes=0 peak_bytes=110
PROFILE void *start(void *)
{
	owner hundred(100);
	waits();
	return nullptr;
}

// EXPECT: totals threads=4 open_calls=0
int main()
{
	sem_init(&ready, 0, 0);
	for (int i = 0; i < 3; i++) {
		pthread_t thread;
		pthread_create(&thread, nullptr, start, nullptr);
		sem_wait(&ready);
		pthread_cancel(thread);
		pthread_join(thread, nullptr);
	}
}
