// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A thread signals another as fast as it can; the handler allocates nothing, but its calls nest in
// whatever they interrupt. The model's figures hold.
// RUN: %memfn_clang -O0 %s -o %t0 && env MEMFN_OUTPUT=%t0.prof %t0 > %t0.expect
// RUN: %expect %t0.prof %s %t0.expect
// RUN: %clang_memfn -O2 %s -o %t2 %link_shared && env MEMFN_OUTPUT=%t2.prof %t2 > %t2.expect
// RUN: %expect %t2.prof %s %t2.expect
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <unistd.h>
#include "../Inputs/take.h"

static pthread_t target;
static atomic_int over;
static volatile long handled;

PROFILE void handler(int number)
{
	(void)number;
	handled++;
}

static void *signals(void *argument)
{
	while (!over)
		pthread_kill(target, SIGUSR1);
	return argument;
}

// EXPECT: deep calls=60000 primitive_calls=3000 open_calls=0 allocs=60000 frees=60000 peak_bytes=200
// EXPECT: deep retained_bytes=0
PROFILE void deep(int n)
{
	void *block = take(10);
	if (n)
		deep(n - 1);
	give(block);
}

// EXPECT: work calls=1 open_calls=0 peak_bytes=200 retained_bytes=0 total_alloc_bytes=600000
PROFILE void work(void)
{
	for (int i = 0; i < 3000; i++)
		deep(19);
}

int main(void)
{
	pthread_t thread;
	char text[100];
	signal(SIGUSR1, handler);
	target = pthread_self();
	pthread_create(&thread, NULL, signals, NULL);
	while (handled < 50)
		;
	work();
	over = 1;
	pthread_join(thread, NULL);
	int n = snprintf(text, sizeof text, "EXPECT: handler calls=%ld open_calls=0\n", handled);
	return write(1, text, n) != n;
}
