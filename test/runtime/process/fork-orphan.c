// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A child that does nothing that counts until its parent has ended, and has cut its file to what it
// used, lives on and has a profile: the place that the parent gave back is not looked at.
// RUN: %each %clang_memfn %s -- 'MEMFN_OUTPUT=p.out ./prog; for i in {1..250}; do test -e done && break; sleep 0.02; done; %expect p.out.[0-9]* %s && %expect p.out "late calls=0"'
#include <fcntl.h>
#include <unistd.h>

#include "../Inputs/paths.h"

PROFILE void late(void)
{
	take(1);
}

// EXPECT: totals calls=1 allocs=1
// EXPECT: late calls=1 allocs=1
int main(void)
{
	int ends[2];
	char nothing;

	walk();
	if (pipe(ends) || fork())
		return 0;
	close(ends[1]);
	read(ends[0], &nothing, 1); /* nothing comes: the parent ends */
	late();
	open("done", O_CREAT, 0600);
	return 0;
}
