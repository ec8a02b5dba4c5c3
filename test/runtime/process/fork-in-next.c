// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A process forks while the next allocator frees or moves a block, as a handler may, and the child
// goes on from there: what it frees was its parent's, and no block of its own.
// REQUIRES: default-llvm
// RUN: rm -rf %t && mkdir %t && cd %t && %clang -O2 -shared -fPIC %S/../Inputs/meanwhile.c -o libnext.so
// RUN: %memfn_clang -O2 %s -o a -L. -lnext -Wl,-rpath,%t
// RUN: MEMFN_OUTPUT=free.prof ./a free && %expect free.prof %s && %expect free.prof.[0-9]* %s:CHILD
// RUN: MEMFN_OUTPUT=move.prof ./a realloc && %expect move.prof %s && %expect move.prof.[0-9]* %s:CHILD
// The child has had no event yet when it comes back:
// RUN: MEMFN_OUTPUT=idle.prof ./a free idle && %expect idle.prof %s && %expect idle.prof.[0-9]* %s:CHILD
// RUN: MEMFN_OUTPUT=last.prof ./a realloc idle && %expect last.prof %s && %expect last.prof.[0-9]* %s:CHILD
#include "../Inputs/take.h"
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern void (*meanwhile)(void);
static pid_t child;
static int is_idle;

static void in_between(void)
{
	child = fork();
	if (!child && !is_idle)
		take(40);
}

// CHILD: makes calls=1 allocs=1 frees=0 leaked_bytes=500
// EXPECT: makes calls=2 allocs=2 leaked_bytes=500
PROFILE static void *makes(void)
{
	return take(500);
}

// CHILD: ends calls=0 frees=0 freed_bytes=0
// EXPECT: ends calls=1 frees=1 freed_bytes=500
PROFILE static void ends(void *block, int by_moving)
{
	void *volatile same = block;
	meanwhile = in_between;
	if (by_moving)
		same = realloc(same, 10);
	else
		free(same);
}

// CHILD: trust inherited_frees=1
// EXPECT: trust inherited_frees=0
int main(int count, char **arguments)
{
	int status = 0;
	is_idle = count > 2;
	ends(makes(), !strcmp(arguments[1], "realloc"));
	makes();
	return child && (waitpid(child, &status, 0) != child || status);
}
