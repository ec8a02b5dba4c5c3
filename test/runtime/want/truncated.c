// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// While it is written the profile cannot be truncated by its user's `>` or cp: it is read-only. So
// the program meets no SIGBUS, and the profile is whole.
// REQUIRES: default-llvm, root
// RUN: rm -rf %t && mkdir -p %t && cd %t && chmod 777 . && %memfn_clang -O2 -static %s -o prog
// RUN: umask 022; MEMFN_OUTPUT=p.out setpriv --reuid=65534 --clear-groups --inh-caps=-all --bounding-set=-all ./prog 2> err
// RUN: %expect p.out %s && stat -c %%a p.out | grep -x 644 && test $(grep -c 'Permission denied' err) = 2
#include "../Inputs/paths.h"

// EXPECT: totals calls=8190
// EXPECT: process state=exited
int main(void)
{
	if (!system("> p.out") || !system("cp /dev/null p.out"))
		return 1;
	walk();
	return system("test $(stat -c %a p.out) = 400") != 0;
}
