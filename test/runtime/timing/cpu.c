// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The profile has the CPU time of all threads, not how long they waited, nor what was before execve or
// fork: as getrusage tells it just before the end. Under an emulator /proc/self/exe is the emulator.
// UNSUPPORTED: cross
// RUN: rm -rf %t && mkdir %t && cd %t
// RUN: %memfn_clang -O2 %s -o prog -pthread
// RUN: env MEMFN_OUTPUT=p.out MEMFN_OPTIONS=quiet=1 ./prog exec > told && %python %S/Inputs/cpu.py told p.out p.out.*
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../Inputs/now.h"

static long before;

static long used(void)
{
	struct rusage u;
	getrusage(RUSAGE_SELF, &u);
	return (u.ru_utime.tv_sec + u.ru_stime.tv_sec) * 1000000000L +
	       (u.ru_utime.tv_usec + u.ru_stime.tv_usec) * 1000L;
}

static void tell(const char *who)
{
	printf("%s %d %ld\n", who, (int)getpid(), used() - before);
	fflush(stdout);
}

__attribute__((annotate("memprof"))) static void *work(void *unused)
{
	long end = now(CLOCK_THREAD_CPUTIME_ID) + 100000000;
	while (now(CLOCK_THREAD_CPUTIME_ID) < end)
		;
	return unused;
}

static void *wait_idly(void *unused)
{
	usleep(500000);
	return unused;
}

int main(int argc, char **argv)
{
	pthread_t threads[4];
	work(NULL);
	if (argc > 1 && !strcmp(argv[1], "exec"))
		execl("/proc/self/exe", "prog", "again", NULL);
	before = used() - 100000000; /* about what this program took so far */
	for (int i = 0; i < 4; i++)
		pthread_create(&threads[i], NULL, i < 2 ? work : wait_idly, NULL);
	for (int i = 0; i < 4; i++)
		pthread_join(threads[i], NULL);
	if (!fork()) {
		before = 0;
		work(NULL);
		tell("child");
		return 0;
	}
	wait(NULL);
	tell("parent");
	return 0;
}
