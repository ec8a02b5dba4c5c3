// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// An exception, or a thread's end, passes functions that have cleanups and catches, but none for the call that
// it comes from or for its type: it ends their frames, with what the cleanups of others allocate where it is.
// RUN: %memfn_clangxx -O0 -pthread %s -o %t0 && env MEMFN_OUTPUT=%t0.prof %t0 && %expect %t0.prof %s
// RUN: %memfn_clangxx -O2 -pthread %s -o %t2 && env MEMFN_OUTPUT=%t2.prof %t2 && %expect %t2.prof %s
// RUN: %clangxx_memfn -O2 -pthread %s -o %t3 %link_shared && env MEMFN_OUTPUT=%t3.prof %t3 && %expect %t3.prof %s
#include <pthread.h>
#include <stdexcept>
#include "../Inputs/take.h"

static volatile int sum;
static void next(int depth);

struct Takes {
	~Takes() { give(take(10)); }
};

// Its cleanup is not live where it is left.
// EXPECT: beside calls=60 open_calls=0 allocs=0
PROFILE __attribute__((noinline)) void beside(int depth)
{
	if (sum < 0) {
		Takes takes;
		next(depth);
	}
	next(depth + 1);
	sum = sum + depth;
}

// EXPECT: typed calls=60 open_calls=0 allocs=0
PROFILE __attribute__((noinline)) void typed(int depth)
{
	try {
		next(depth + 1);
	} catch (const std::logic_error &) {
		give(take(10));
	}
}

// EXPECT: cleans calls=60 open_calls=0 allocs=60
PROFILE __attribute__((noinline)) void cleans(int depth)
{
	Takes takes;
	next(depth + 1);
}

// Caught, and thrown again past the other catch.
// EXPECT: again calls=60 open_calls=0
PROFILE __attribute__((noinline)) void again(int depth)
{
	try {
		next(depth + 1);
	} catch (int) {
		throw;
	} catch (char) {
		give(take(10));
	}
}

static void (*const shapes[])(int) = { beside, typed, cleans, again, beside, typed, cleans, again };
static bool ends;

static void next(int depth)
{
	if (depth < 8)
		shapes[depth](depth);
	else if (ends)
		pthread_exit(nullptr);
	else
		throw depth;
}

// EXPECT: thread calls=10 open_calls=0
PROFILE static void *thread(void *)
{
	next(0);
	return nullptr;
}

// EXPECT: trust frames_closed=0
int main()
{
	for (int i = 0; i < 20; i++)
		try {
			next(0);
		} catch (int) {
			sum = sum + 1;
		}
	ends = true;
	for (int i = 0; i < 10; i++) {
		pthread_t id;
		if (!pthread_create(&id, nullptr, thread, nullptr))
			pthread_join(id, nullptr);
	}
	return sum != 20;
}
