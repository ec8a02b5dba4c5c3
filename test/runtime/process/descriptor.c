// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The profile's descriptor is out of the way: the program's own files get the numbers that they would
// get without it, and a loop over the lower ones does not meet it.
// RUN: %each %clang_memfn %s -- 'MEMFN_OUTPUT=p.out ./prog < /dev/null && %expect p.out "f calls=1"; MEMFN_OPTIONS=live=/dev/shm MEMFN_OUTPUT=p.out ./prog < /dev/null && %expect p.out "f calls=1"'
#include <fcntl.h>
#include <unistd.h>

#include "../Inputs/take.h"

PROFILE void f(void)
{
	give(take(10));
}

static int is_open(int fd)
{
	return fcntl(fd, F_GETFD) >= 0;
}

int main(void)
{
	int mine = 0, others = 0;
	f();
	for (int fd = 3; fd < 500; fd++)
		mine += is_open(fd);
	for (int fd = 500; fd < 1024; fd++)
		others += is_open(fd) && !(fcntl(fd, F_GETFD) & FD_CLOEXEC);
	return mine || others || open("/dev/null", O_RDONLY) != 3;
}
