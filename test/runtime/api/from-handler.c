// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Snapshots, marks and flushes from a signal handler, as fast as signals come in the middle of malloc, of
// new paths and of forks: none waits for what it interrupted, and the figures hold.
// RUN: %each %clang_memfn %s -pthread -- 'for options in lines=1 live=none peaks=exact; do MEMFN_OPTIONS=$options:quiet=1 MEMFN_OUTPUT=p.out timeout 60 ./prog && %expect p.out %s || exit 1; done'
#include <memfn/memfn.h>
#include <signal.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../Inputs/paths.h"

static volatile int handled;

PROFILE void handler(int number)
{
	(void)number;
	if (handled++ % 3 == 0)
		memfn_mark("in a handler");
	else if (handled % 3 == 1)
		memfn_flush();
	else if (handled < 300)
		memfn_snapshot("in a handler");
}

// EXPECT: works calls=1 open_calls=0 allocs=20000 frees=20000
PROFILE void works(void)
{
	for (int i = 0; i < 10000; i++) {
		void *small = take(10), *large = take(100000);
		give(small);
		give(large);
	}
}

// EXPECT: left1 calls=2048 alloc_bytes=20480
int main(void)
{
	const struct itimerval often = {{0, 200}, {0, 200}};
	signal(SIGALRM, handler);
	setitimer(ITIMER_REAL, &often, NULL);
	walk();
	works();
	for (int i = 0; i < 20; i++) {
		pid_t child = fork();
		if (!child)
			_exit(0);
		while (waitpid(child, NULL, 0) < 0)
			;
	}
	while (handled < 30)
		;
	return 0;
}
