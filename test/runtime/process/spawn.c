// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// posix_spawn, system and popen: an instrumented child writes a file beside its living parent's,
// says so, and a plain one none.
// RUN: %each %clang_memfn %s -- 'MEMFN_OUTPUT=p.out ./prog parent 2>err && %expect p.out %s && test $(ls p.out.* | wc -l) = 3 && for p in p.out.*; do %expect $p %s:CHILD; done && test $(grep -c "being written by another process" err) = 3'
#include <spawn.h>
#include <stdio.h>
#include <sys/wait.h>

#include "../Inputs/take.h"

extern char **environ;

// EXPECT: f calls=2 alloc_bytes=200
// CHILD: f calls=1 alloc_bytes=100
PROFILE void f(void)
{
	give(take(100));
}

static void spawn(char *name)
{
	char *arguments[] = { name, NULL };
	pid_t child;
	if (!posix_spawn(&child, name, NULL, NULL, arguments, environ))
		waitpid(child, NULL, 0);
}

// EXPECT: process state=exited status=0
// CHILD: process state=exited status=0
int main(int count, char **arguments)
{
	(void)arguments;
	f();
	if (count == 1)
		return 0;
	spawn("./prog");
	spawn("/bin/true");
	if (system("./prog") || system("true"))
		return 1;
	FILE *pipe = popen("./prog", "r");
	if (!pipe || pclose(pipe))
		return 1;
	f();
	return 0;
}
