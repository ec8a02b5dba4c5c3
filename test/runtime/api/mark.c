// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Marks hold what the process is at that moment; a child made by fork has its own only.
// RUN: %each %clang_memfn %s -- 'MEMFN_OUTPUT=p.out ./prog && %python %S/Inputs/pictures.py p.out | FileCheck %s && %python %S/Inputs/pictures.py p.out.[0-9]* | FileCheck %s --check-prefix=CHILD && %expect p.out %s'
#include <memfn/memfn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../Inputs/take.h"

// EXPECT: f calls=2
PROFILE void *f(size_t size)
{
	return take(size);
}

// CHECK: mark begin: live=0 peak=0 allocs=0 bytes=0 system=good
// CHECK-NEXT: mark middle: live=1000 peak=1000 allocs=1 bytes=1000 system=good
// CHECK-NEXT: mark end: live=500 peak=1500 allocs=2 bytes=1500 system=good
// CHECK-NEXT: mark : live=500 peak=1500 allocs=2 bytes=1500 system=good
// CHECK-NOT: mark
// CHILD-NOT: mark
// CHILD: mark child: live=0 peak=0 allocs=0
// CHILD-NOT: mark
int main(void)
{
	for (volatile int i = 0; i < 30000000; i++)
		;
	memfn_mark("begin");
	void *block = f(1000);
	memfn_mark("middle");
	f(500);
	give(block);
	if (!fork()) {
		memfn_mark("child");
		return 0;
	}
	wait(NULL);
	memfn_mark("end");
	memfn_mark(NULL);
	return 0;
}
