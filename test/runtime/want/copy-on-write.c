// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// On btrfs, where taken space can still be refused at a later store, the live file lies elsewhere:
// a full disk is no SIGBUS, memreport follows the page that says where, and NAME has it all at exit.
// REQUIRES: default-llvm, root, btrfs
// RUN: rm -rf %t && mkdir -p %t/disk && cd %t && truncate -s 120M image && mkfs.btrfs -q -M image && %memfn_clang -O2 -DMEMREPORT='"%memreport"' %s -o prog
// RUN: unshare -m bash -c 'mount -o loop image disk && cd disk && MEMFN_OUTPUT=p.out ../prog look > ../while && cp p.out ..; umount -l ../disk' && %expect p.out %s && grep '4,095 calls' while
// RUN: unshare -m bash -c 'mount -o loop image disk && cd disk && MEMFN_OUTPUT=p.out ../prog fill 2> ../err; status=$?; umount -l ../disk; exit $status'
// RUN: rm -f image
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "../Inputs/paths.h"

static int fill(void)
{
	static char block[1 << 16];
	int fd = open("filler", O_CREAT | O_WRONLY, 0600);
	for (unsigned i = 0; i < sizeof block; i++)
		block[i] = (char)rand();
	while (write(fd, block, sizeof block) > 0)
		;
	return fsync(fd), 0;
}

// EXPECT: totals calls=8190 leaked_bytes=0
// EXPECT: process state=exited
int main(int count, char **arguments)
{
	left12();
	if (count == 2 && !strcmp(arguments[1], "look")) {
		if (system(MEMREPORT " p.out"))
			return 1;
	} else {
		fill();
	}
	right12();
	return 0;
}
