// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A link planted under the profile's name, or under the temporary name that it is made with, is
// never followed: what it points at stays as it was.
// REQUIRES: default-llvm
// RUN: rm -rf %t && mkdir %t && cd %t && %memfn_clang -O2 %s -o prog && echo precious > victim
// RUN: ln -s victim p.out && MEMFN_OUTPUT=p.out ./prog 2> err && FileCheck %s --input-file=err && test -L p.out && grep -x precious victim
// CHECK: memfn: {{.*}}/p.out: cannot be made: {{.*}}; figures stay in memory
// RUN: ln -s nowhere dangling && MEMFN_OUTPUT=dangling ./prog && test -L dangling && test ! -e nowhere
// RUN: bash -c 'for name in q.out.$$.new q.out.$$; do ln -s victim $name; done; MEMFN_OUTPUT=q.out exec ./prog' && grep -x precious victim && test ! -L q.out && %expect q.out "f calls=1"
// RUN: ln victim hard && MEMFN_OUTPUT=hard ./prog && grep -x precious victim && %expect hard "f calls=1"
#include "../Inputs/take.h"

PROFILE void f(void)
{
	give(take(10));
}

int main(void)
{
	f();
	return 0;
}
