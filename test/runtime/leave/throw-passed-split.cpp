// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A profile lets the compiler put what is seldom run elsewhere, with an unwind table of its own: an exception
// that passes there ends the frame too. clang 14 crashed on functions with a personality and no landing pad.
// REQUIRES: x86_64
// RUN: %clangxx -O2 -fprofile-instr-generate %s -o %t.made && env LLVM_PROFILE_FILE=%t.raw %t.made
// RUN: llvm-profdata merge %t.raw -o %t.data
// RUN: %memfn_clangxx -O2 -fprofile-instr-use=%t.data -fsplit-machine-functions %s -o %t
// RUN: llvm-nm %t | FileCheck %s && env MEMFN_OUTPUT=%t.prof %t throw && %expect %t.prof %s
// CHECK: leavei.cold
#include "../Inputs/take.h"

static volatile int sum;

static __attribute__((noinline)) void seldom(int number)
{
	if (number >= 100000)
		throw number;
	sum = sum + number;
}

// EXPECT: leave calls=100001 open_calls=0 allocs=2
PROFILE void leave(int number)
{
	sum = sum + number;
	if (number >= 100000) {
		give(take(0));
		seldom(number);
		give(take(0));
	}
	sum = sum - number;
}

// EXPECT: trust frames_closed=0
int main(int argc, char **)
{
	try {
		for (int i = 0; i < 99999 + argc; i++)
			leave(i);
	} catch (int) {
		sum = 0;
	}
	return sum;
}
