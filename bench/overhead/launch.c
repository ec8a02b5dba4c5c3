/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* launch RESULT SECONDS COMMAND...: runs COMMAND and writes to RESULT its wall time and CPU time in
 * ns, the largest resident set in KiB of it or of one of its children, and its wait status. It is
 * small and static, so that neither its own memory (which a child has until exec) nor what
 * LD_PRELOAD names is in the figures. After SECONDS all is killed. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static pid_t child;

static void give_up(int signal)
{
	(void)signal;
	kill(-child, SIGKILL);
}

static long long ns(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static long long cpu_ns(const struct rusage *u)
{
	return (u->ru_utime.tv_sec + u->ru_stime.tv_sec) * 1000000000LL +
		   (u->ru_utime.tv_usec + u->ru_stime.tv_usec) * 1000LL;
}

int main(int argc, char **argv)
{
	struct rusage usage;
	int status;
	if (argc < 4)
		return 2;
	long long start = ns();
	child = fork();
	if (child < 0)
		return 1;
	if (!child) {
		setpgid(0, 0);
		execvp(argv[3], argv + 3);
		_exit(127);
	}
	setpgid(child, child);
	signal(SIGALRM, give_up);
	alarm((unsigned)atoi(argv[2]));
	while (wait4(child, &status, 0, &usage) < 0)
		;
	long long end = ns();
	FILE *result = fopen(argv[1], "w");
	if (!result)
		return 1;
	fprintf(result, "%lld %lld %ld %d\n", end - start, cpu_ns(&usage), usage.ru_maxrss, status);
	return fclose(result) != 0;
}
