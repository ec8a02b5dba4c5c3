// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Threads with the smallest stack there may be: their first event, a fork, an exec that fails, a
// flush, and the end of the process, line at exit included, leave it whole. So does a main stack that
// can hardly grow, and one without an end.
// RUN: %each %clang_memfn %s -pthread -- 'for options in quiet=0 live=/dev/shm live=none; do for what in calls forks replaces flushes exits; do rm -f p.out*; MEMFN_OPTIONS=$options MEMFN_OUTPUT=p.out ./prog $what && %expect p.out %s || exit 1; done; done'
// RUN: %each %clang_memfn %s -pthread -- 'for size in 32 64 unlimited; do (ulimit -s $size && MEMFN_OUTPUT=p.out ./prog calls) && %expect p.out %s || exit 1; done'
#include <limits.h>
#include <pthread.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <memfn/memfn.h>

#include "../Inputs/take.h"

static const char *what;

// EXPECT: f calls=2 alloc_bytes=20 peak_bytes=10
PROFILE void f(void)
{
	give(take(10));
}

static int fork_fails(void)
{
	int status;
	pid_t child = fork();
	if (!child) {
		f();
		exit(0);
	}
	return waitpid(child, &status, 0) != child || status;
}

// EXPECT: starts calls=1 open_calls<=1
PROFILE void *starts(void *argument)
{
	f();
	if (!strcmp(what, "forks") && fork_fails())
		_exit(1);
	else if (!strcmp(what, "replaces"))
		execl("/nowhere", "nowhere", NULL);
	else if (!strcmp(what, "flushes"))
		memfn_flush();
	else if (!strcmp(what, "exits"))
		exit(0);
	return argument;
}

// EXPECT: totals calls=3 threads=2
// EXPECT: process state=exited status=0
int main(int count, char **arguments)
{
	pthread_attr_t smallest;
	pthread_t thread;
	what = arguments[count - 1];
	f();
	pthread_attr_init(&smallest);
	pthread_attr_setstacksize(&smallest, PTHREAD_STACK_MIN);
	if (pthread_create(&thread, &smallest, starts, NULL))
		return 1;
	pthread_join(thread, NULL);
	return 0;
}
