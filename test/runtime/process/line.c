// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The line at exit: on stderr, once, never on stdout, where a terminal reads it or a variable of MemFn's
// is set, unless quiet= decides; and a reason where there is nothing to see.
// REQUIRES: default-llvm
// RUN: rm -rf %t && mkdir %t && cd %t && for kind in ONE TWO NONE; do %clang_memfn -DKIND=$kind $([ $kind != ONE ] || echo -DALONE) %s -o $kind %link_static || exit 1; done && %clang -DKIND=TWO %s -o plain %link_static
// RUN: for prog in ONE TWO NONE plain; do MEMFN_OUTPUT=p.out ./$prog 2>&1 >> out; done | FileCheck %s
// CHECK: {{^}}memfn: {{/.*}}/p.out: 1 call of 1 function; see: memreport {{/.*}}/p.out{{$}}
// CHECK-NEXT: {{^}}memfn: {{/.*}}/p.out: 3 calls of 2 functions; see: memreport {{/.*}}/p.out{{$}}
// CHECK-NEXT: {{^}}memfn: {{/.*}}/p.out: none of the 2 instrumented functions was called{{$}}
// CHECK-NEXT: {{^}}memfn: {{/.*}}/p.out: no instrumented function in this program: build it with memfn-clang and mark{{.*$}}
// CHECK-NOT: {{.}}
// RUN: (MEMFN_OPTIONS= ./ONE && MEMFN_OPTIONS=quiet=0 ./ONE && MEMFN_OPTIONS=lines=0 ./ONE) 2>&1 >> out | grep -c '^memfn: .* 1 call' | grep -x 3
// RUN: sh -c './ONE && ./NONE && ./plain && MEMFN_OUTPUT=p.out MEMFN_OPTIONS=quiet=1 ./ONE && MEMFN_OPTIONS=quiet=1 script -qec ./ONE /dev/null' > all 2>&1 && test ! -s all
// RUN: script -qec ./ONE log < /dev/null > all && grep -c '^memfn: .*/profile.out: 1 call of 1 function' all | grep -x 1
// RUN: script -qec './ONE 2>> err' log < /dev/null > all && test ! -s all && test ! -s err
// RUN: test -e out && test ! -s out
#include "../Inputs/take.h"

enum { ONE = 1, TWO = 2, NONE = 0 };

PROFILE void f(void)
{
	give(take(10));
}

#ifndef ALONE
PROFILE void g(void)
{
	f();
}
#endif

int main(int count, char **arguments)
{
	(void)arguments;
	if (KIND != NONE || count > 100)
		f();
#ifndef ALONE
	if (KIND != NONE || count > 100)
		g();
#endif
	return 0;
}
