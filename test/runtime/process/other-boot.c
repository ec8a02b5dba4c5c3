// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A profile that was being written is taken over where its process is not alive: that of another boot,
// whose pid another process has by now; not that of another container, whose pids tell nothing.
// REQUIRES: default-llvm
// RUN: rm -rf %t && mkdir %t && cd %t && %clang_memfn -O2 %s -o prog %link_static && MEMFN_OPTIONS=quiet=1 MEMFN_OUTPUT=p.out ./prog
// RUN: %python %S/Inputs/running.py p.out here $$ && MEMFN_OUTPUT=here ./prog 2>&1 | grep -c 'here is being written by another process' | grep -x 1 && test -e here.*
// RUN: %python %S/Inputs/running.py p.out boot $$ && MEMFN_OUTPUT=boot ./prog 2>&1 | not grep 'being written' && %expect boot %s
// RUN: %python %S/Inputs/running.py p.out container 4194305 && MEMFN_OUTPUT=container ./prog 2>&1 | grep -c 'container is being written' | grep -x 1
// RUN: %python %S/Inputs/running.py p.out dead 4194305 && MEMFN_OUTPUT=dead ./prog 2>&1 | not grep 'being written' && %expect dead %s
#include "../Inputs/take.h"

// EXPECT: f calls=1
PROFILE void f(void)
{
	give(take(10));
}

// EXPECT: process state=exited
int main(void)
{
	f();
	return 0;
}
