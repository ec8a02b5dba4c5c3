// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Standard error is a pipe that nobody reads any more, or one that is full: neither ends the program
// nor holds it up for the line that the runtime has to say.
// RUN: %each %clang_memfn %s -- 'for how in closed full; do MEMFN_OUTPUT=p.out timeout 60 ./prog $how && %expect p.out %s; done'
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "../Inputs/take.h"

// EXPECT: f calls=1 allocs=1 alloc_bytes=100
// EXPECT: process state=exited status=0
PROFILE void f(void)
{
	give(take(100));
}

int main(int argc, char **argv)
{
	int ends[2];
	(void)argc;
	if (pipe(ends))
		return 2;
	if (!strcmp(argv[1], "closed")) {
		close(ends[0]);
	} else {
		fcntl(ends[1], F_SETFL, O_NONBLOCK);
		while (write(ends[1], "full", 1) == 1)
			;
		fcntl(ends[1], F_SETFL, 0);
	}
	dup2(ends[1], 2);
	f();
	return 0;
}
