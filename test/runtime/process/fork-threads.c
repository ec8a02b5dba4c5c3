// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A process forks while its threads allocate, start and end: no child hangs, each counts its own
// calls, and the threads that it left behind are no threads of the child.
// Not under an emulator: a process with threads that forks hangs under qemu 7.2 without MemFn too.
// UNSUPPORTED: cross
// RUN: %each %clang_memfn -pthread %s -- 'MEMFN_OUTPUT=p.out timeout 60 ./prog && %expect p.out %s && test $(ls p.out.* | wc -l) = 40 && for p in $(ls p.out.* | head -5); do %expect $p %s:CHILD; done'
#include <pthread.h>
#include <stdatomic.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../Inputs/take.h"

static atomic_int stop;

PROFILE void busy(void)
{
	give(take(100));
}

// CHILD: f calls=2 alloc_bytes=20 peak_bytes=10
PROFILE void *f(void *unused)
{
	give(take(10));
	return unused;
}

static void *hammer(void *unused)
{
	pthread_t thread;
	while (!stop) {
		for (int i = 0; i < 200; i++)
			busy();
		if (!pthread_create(&thread, NULL, f, NULL))
			pthread_join(thread, NULL);
	}
	return unused;
}

// EXPECT: process state=exited status=0
// CHILD: busy calls=0
// CHILD: totals calls=2 threads=2 allocs>=2
// CHILD: trust inherited_frees>=0
int main(void)
{
	pthread_t threads[2];
	for (int i = 0; i < 2; i++)
		pthread_create(&threads[i], NULL, hammer, NULL);
	for (int i = 0; i < 40; i++) {
		pid_t child = fork();
		if (!child) {
			pthread_t thread;
			f(NULL);
			pthread_create(&thread, NULL, f, NULL);
			pthread_join(thread, NULL);
			_exit(0);
		}
		int status;
		waitpid(child, &status, 0);
		if (status)
			return 1;
	}
	stop = 1;
	for (int i = 0; i < 2; i++)
		pthread_join(threads[i], NULL);
	return 0;
}
