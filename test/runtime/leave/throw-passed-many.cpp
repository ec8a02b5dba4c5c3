// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What is known of the frames of an object has fewer words than there are places here: an exception ends the
// right frames also where several places take turns at one word.
// RUN: %memfn_clangxx -O1 -g0 -ftemplate-depth=2000 %s -o %t && env MEMFN_OUTPUT=%t.prof %t && %expect %t.prof %s
// EXPECT: trust dropped_calls=0 frames_closed=0
#include "../Inputs/take.h"

static volatile char *volatile seen;
static volatile int sum;

template <int Number> PROFILE void shape();
template <> PROFILE void shape<0>()
{
	throw 1;
}

template <int Number> PROFILE void shape()
{
	volatile char room[16 * (Number % 5) + 16];
	seen = room;
	shape<Number - 1>();
	sum = sum + room[0];
}

int main()
{
	for (int i = 0; i < 3; i++)
		try {
			shape<1199>();
		} catch (int) {
			sum = sum + 1;
		}
	return sum != 3;
}
