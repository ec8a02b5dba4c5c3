// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Functions that share an entry of the unwind table have the frames that they had, at every place of theirs:
// an exception passes them, and so does one that goes through what is not shared. The runtime's do.
// REQUIRES: x86_64
// RUN: rm -rf %t && mkdir %t && cd %t && %clangxx -O2 -c %s -o before.o && cp before.o after.o
// RUN: %python %S/../../../runtime/join_frames.py after.o
// RUN: for each in before after; do %clangxx $each.o -o $each && ./$each || exit 1; done
// RUN: %python %S/Inputs/same_frames.py before after | FileCheck %s
// CHECK: {{^[5-9][0-9]}} entries, {{[12][0-9]}} in the other, {{[0-9]+}} places
// RUN: readelf --debug-dump=frames %libmemfn_a %lib_dir/libmemfn_new.a 2> warnings | grep -c ' FDE ' > count && test $(cat count) -lt 45
#include <alloca.h>

static volatile int sum, ten = 10;
static volatile char *volatile seen;

namespace {

struct Counts {
	~Counts() { sum = sum + 1000; }
};

__attribute__((noinline, noreturn)) void seldom(int number)
{
	throw number;
}

template <int Number> __attribute__((noinline)) int shape(int a, int b, int c)
{
	volatile char room[Number * Number * Number * 4 + 16];
	seen = room;
	int before = sum;
	if (Number % 3 == 1)
		seen = static_cast<volatile char *>(alloca(static_cast<unsigned>(a)));
	if (__builtin_expect(a > b + 1000, 0))
		seldom(a);
	if (Number % 5 == 2) {
		Counts counts;
		return shape<Number - 1>(b, a, c) + before + room[1];
	}
	return (Number % 2 ? shape<Number - 1>(a + 1, b + 1, c) : shape<Number - 1>(b, a, c - 1)) * before + c + room[1];
}

template <> int shape<0>(int a, int b, int c)
{
	if (a + b + c > 0)
		throw a + b;
	return c;
}

} // namespace

int main()
{
	for (int i = 0; i < 10; i++)
		try {
			shape<50>(ten, 2 * ten, 300 + i);
		} catch (int thrown) {
			sum = sum + thrown;
		}
	return sum != 10 * (10 * 1000 + 70);
}
