// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Whatever of libc's functions calls exec, the profile of before says that its process was replaced,
// and the next program gets its arguments and environment.
// Not under an emulator: the emulator is a program of its own, and the name by which one is called is lost.
// UNSUPPORTED: cross
// RUN: %each %clang_memfn %s -- 'for way in execve execv execvpe execvp fexecve execveat execl execlp execle; do MEMFN_OUTPUT=p.out PATH=.:$PATH ./prog $way > out && test "$(cat out)" = "$way one two, third" && %expect p.out %s && %memreport p.out | grep -q "pid [0-9]*, replaced by execve, 20" || exit 1; done'
// RUN: rm -rf %t && mkdir %t && cd %t && %memfn_clang -O2 -static %s -o prog && for way in execve execvp execl execle; do MEMFN_OUTPUT=p.out PATH=.:$PATH ./prog $way > out && test "$(cat out)" = "$way one two, third" && %expect p.out %s || exit 1; done
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../Inputs/take.h"

// EXPECT: process state=exited status=null replaced=true
// EXPECT: f calls=1 open_calls=1 alloc_bytes=100
// EXPECT: totals open_calls=1
PROFILE void f(char *way)
{
	char *row[] = { way, "one", "two", NULL };
	char *environment[] = { "THIRD=third", "MEMFN_OUTPUT=again.out", NULL };
	take(100);
	if (!strcmp(way, "execve"))
		execve("./prog", row, environment);
	if (!strcmp(way, "execv"))
		execv("./prog", row);
	if (!strcmp(way, "execvpe"))
		execvpe("prog", row, environment);
	if (!strcmp(way, "execvp"))
		execvp("prog", row);
	if (!strcmp(way, "fexecve"))
		fexecve(open("./prog", O_RDONLY), row, environment);
	if (!strcmp(way, "execveat"))
		execveat(open(".", O_RDONLY | O_DIRECTORY), "prog", row, environment, 0);
	if (!strcmp(way, "execl"))
		execl("./prog", way, "one", "two", (char *)NULL);
	if (!strcmp(way, "execlp"))
		execlp("prog", way, "one", "two", (char *)NULL);
	if (!strcmp(way, "execle"))
		execle("./prog", way, "one", "two", (char *)NULL, environment);
}

int main(int count, char **arguments)
{
	if (count == 3) {
		printf("%s %s %s, %s\n", arguments[0], arguments[1], arguments[2], getenv("THIRD"));
		return 0;
	}
	setenv("THIRD", "third", 1);
	setenv("MEMFN_OUTPUT", "again.out", 1);
	f(arguments[1]);
	return 0;
}
