// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Threads that libc makes for a timer count like others, and their stacks in the profile are used again.
// RUN: %memfn_clang -O0 %s -o %t0 -lrt && env MEMFN_OUTPUT=%t0.prof %t0 && %expect %t0.prof %s
// RUN: %clang_memfn -O2 %s -o %t2 %link_shared -lrt && env MEMFN_OUTPUT=%t2.prof %t2
// RUN: %expect %t2.prof %s && find %t2.prof -size -4M | grep .
#include <semaphore.h>
#include <signal.h>
#include <time.h>
#include "../Inputs/take.h"

static sem_t done;

// EXPECT: inner calls=60 alloc_bytes=600 peak_bytes=10
PROFILE void inner(void)
{
	give(take(10));
}

// EXPECT: notified calls=60 total_alloc_bytes=600 alloc_bytes=0
PROFILE void notified(union sigval value)
{
	(void)value;
	inner();
	sem_post(&done);
}

// EXPECT: totals threads>=61
int main(void)
{
	struct sigevent event = { .sigev_notify = SIGEV_THREAD };
	struct itimerspec soon = { .it_value = { 0, 1000 } };
	event.sigev_notify_function = notified;
	sem_init(&done, 0, 0);
	for (int i = 0; i < 60; i++) {
		timer_t timer;
		if (timer_create(CLOCK_MONOTONIC, &event, &timer))
			return 1;
		timer_settime(timer, 0, &soon, NULL);
		sem_wait(&done);
		timer_delete(timer);
	}
	return 0;
}
