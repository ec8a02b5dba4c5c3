// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A setuid or setgid program, or one with file capabilities, is never profiled: whatever the
// environment asks for, no file is made and nothing is said.
// REQUIRES: default-llvm, root
// RUN: %each %clang_memfn %s -- 'chmod 777 . && cp prog plain && cp prog caps && if setcap cap_net_raw+ep caps; then true; else rm caps; fi; cp prog uid && chmod u+s uid; cp prog gid && chmod g+s gid; for prog in uid gid caps; do test -e $prog || continue; MEMFN_OUTPUT=$PWD/p.out MEMFN_OPTIONS=quiet=0:help=1 setpriv --reuid=65534 --regid=65534 --clear-groups ./$prog 2> err; test ! -s err; test "$(echo *.out*)" = "*.out*"; done; MEMFN_OUTPUT=$PWD/p.out setpriv --reuid=65534 --regid=65534 --clear-groups ./plain && %expect p.out "f calls=1"'
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
