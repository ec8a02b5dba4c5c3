// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// live=DIR: while the program runs the live file is in DIR, of a name of its own, and NAME holds one page
// that says where, which memreport follows; at exit NAME has it all and DIR nothing. A DIR that is not
// there gives one line, and NAME itself.
// REQUIRES: default-llvm
// RUN: rm -rf %t && mkdir -p %t/live && cd %t && %clang_memfn -O2 -DMEMREPORT='"%memreport"' %s -o prog %link_static
// RUN: MEMFN_OPTIONS=live=$PWD/live:quiet=1 MEMFN_OUTPUT=p.out ./prog > while 2>&1 && FileCheck %s --input-file=while && %expect p.out %s && test -z "$(ls live)" && test $(stat -c %%s p.out) -gt 4096
// RUN: MEMFN_OPTIONS=live=live:quiet=1 MEMFN_OUTPUT=q.out ./prog > while && FileCheck %s --input-file=while && %expect q.out %s && test -z "$(ls live)"
// RUN: rm p.out && (MEMFN_OPTIONS=live=$PWD/none:quiet=0 MEMFN_OUTPUT=p.out ./prog > while) 2>&1 | FileCheck %s --check-prefix=NONE && %expect p.out %s
// CHECK: page 4096 live 1
// CHECK: 1 call of 1 function
// CHECK: (before)
// NONE: memfn: {{.*}}/none: no live file can be made there: No such file or directory; it is {{.*}}/p.out itself
// NONE-NEXT: memfn: {{.*}}/p.out: 2 calls of 2 functions
#include <stdio.h>

#include "../Inputs/take.h"

// EXPECT: before calls=1
PROFILE void before(void)
{
	give(take(10));
}

// EXPECT: after calls=1
PROFILE void after(void)
{
	give(take(10));
}

// EXPECT: process state=exited status=0
int main(void)
{
	before();
	if (system("echo page $(stat -c %s $MEMFN_OUTPUT) live $(ls live | grep -c '^memfn-.*live$')") ||
	    system("MEMFN_OPTIONS= " MEMREPORT " $MEMFN_OUTPUT"))
		return 1;
	after();
	return 0;
}
