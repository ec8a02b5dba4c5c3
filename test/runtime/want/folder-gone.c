// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The folder of the profile vanishes under way, or the file does, or is renamed: the program goes
// on, and a renamed file gets everything.
// REQUIRES: default-llvm
// RUN: %each %clang_memfn %s -- 'for how in folder file rename; do MEMFN_OUTPUT=$how/p.out ./prog $how; done; test ! -e folder && test ! -e file/p.out && %expect rename/q.out %s'
#include <stdio.h>
#include <unistd.h>

#include "../Inputs/paths.h"

// EXPECT: totals calls=8191 leaked_bytes=0
// EXPECT: process state=exited
PROFILE int lose(const char *how)
{
	give(take(1));
	if (*how == 'r')
		return rename("rename/p.out", "rename/q.out");
	if (unlink(*how == 'f' && how[1] == 'o' ? "folder/p.out" : "file/p.out"))
		return 1;
	return how[1] == 'o' && rmdir("folder");
}

int main(int count, char **arguments)
{
	int result = count != 2 || lose(arguments[1]);
	walk();
	return result;
}
