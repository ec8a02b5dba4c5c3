// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// errno is the program's: neither hooks, nor malloc and free, touch it, on no path of theirs: new
// functions, paths and lines, growth of the file, growth that fails, jumps, threads, a fork's child.
// UNSUPPORTED: cross
// RUN: %each %clang_memfn %s -pthread -- 'MEMFN_OUTPUT=p.out ./prog && %expect p.out %s && MEMFN_OUTPUT=q.out ./prog limited 2> err && MEMFN_OUTPUT=none/ ./prog 2> err'
#include <errno.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../Inputs/paths.h"

static jmp_buf back;

static void check(const char *where)
{
	if (errno == 4242)
		return;
	fprintf(stderr, "errno is %d: %s\n", errno, where);
	_exit(1);
}

PROFILE int out_of(int depth)
{
	if (!depth)
		longjmp(back, 1);
	return out_of(depth - 1) + 1;
}

// EXPECT: deep calls=5001 open_calls=0
PROFILE int deep(int depth)
{
	return depth ? deep(depth - 1) + 1 : 0;
}

// EXPECT: thread calls=2 open_calls=0
PROFILE void *thread(void *unused)
{
	errno = 4242;
	give(take(100));
	check("in a thread");
	return unused;
}

// EXPECT: out_of calls=6 open_calls=0
// EXPECT: left1 calls>=1
// EXPECT: trust frames_closed=6
PROFILE void all(void)
{
	errno = 4242;
	walk();
	check("paths");
	deep(5000);
	check("deep calls");
	if (!setjmp(back))
		out_of(5);
	check("a jump");
	give(take(1 << 20));
	give(take(0));
	give(NULL);
	check("blocks");
}

int main(int argc, char **argv)
{
	pthread_t one;
	errno = 4242;
	all();
	if (argc > 1)
		setrlimit(RLIMIT_FSIZE, &(struct rlimit){ 4096, 4096 });
	for (int i = 0; i < 2; i++)
		if (pthread_create(&one, NULL, thread, NULL) || pthread_join(one, NULL))
			return 2;
	(void)argv;
	pid_t child = fork();
	if (!child) {
		all();
		_exit(0);
	}
	int status = 1;
	return waitpid(child, &status, 0) != child || status;
}
