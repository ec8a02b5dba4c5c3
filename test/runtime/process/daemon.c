// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A daemon leaves its parent, closes every descriptor and uses their numbers for files of its own:
// the profile grows on, and no file of the daemon's gets a byte of it.
// RUN: %each %clang_memfn %s -- 'MEMFN_OUTPUT=p.out ./prog; for i in {1..250}; do test -e done && break; sleep 0.02; done; %expect p.out.[0-9]* %s && test $(cat own* done | wc -c) = 0 && %expect p.out "start calls=1"'
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "../Inputs/paths.h"

PROFILE void start(void)
{
	take(1);
}

// EXPECT: totals calls=8191 allocs=8191 leaked_bytes=1
// EXPECT: left1 calls=2048 alloc_bytes=20480
// EXPECT: paths count>=8191
int main(void)
{
	start();
	if (daemon(1, 0))
		return 1;
	start();
	for (int fd = 0; fd < 1024; fd++)
		close(fd);
	for (int i = 0; i < 600; i++) {
		char name[16];
		snprintf(name, sizeof name, "own%d", i);
		open(name, O_CREAT | O_RDWR, 0600);
	}
	walk();
	rename("own0", "done");
	return 0;
}
