// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The peak of resident memory is the program's own: getrusage's is inherited over execve, here from one
// that touched 200 MB.
// UNSUPPORTED: cross
// RUN: %each %clang_memfn %s -- 'rm -f p.out*; MEMFN_OUTPUT=p.out ./prog && %memreport marks p.out.[0-9]* --bytes | FileCheck %s'
#include <memfn/memfn.h>
#include <string.h>
#include <unistd.h>

#include "../Inputs/take.h"

PROFILE void f(void)
{
	give(take(10));
}

// CHECK: {{ [0-9]{6,8} B  +[0-9]{6,8} B .* small$}}
int main(int count, char **arguments)
{
	(void)count;
	f();
	if (arguments[1]) {
		memfn_mark("small");
		return 0;
	}
	memset(take(200000000), 1, 200000000);
	memfn_mark("large");
	execl(arguments[0], arguments[0], "small", NULL);
	return 1;
}
