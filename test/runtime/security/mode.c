// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The profile has the mode that the umask gives, is read-only while it is written, and its
// descriptor is not handed to programs that this one starts.
// REQUIRES: default-llvm
// RUN: rm -rf %t && mkdir %t && cd %t && %memfn_clang -O2 %s -o prog
// RUN: for mask in 077:600 022:644 027:640 000:666; do (umask ${mask%%%%:*}; MEMFN_OUTPUT=p.out ./prog && test $(stat -c %%a p.out) = ${mask#*:}) || exit 1; done
#include "../Inputs/take.h"

PROFILE int f(void)
{
	give(take(10));
	if (system("test $(stat -c %a p.out) = 400"))
		return 1;
	return system("if ls -l /proc/self/fd | grep p.out; then exit 1; fi") != 0;
}

int main(void)
{
	return f();
}
