// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A static C++ program: what operator new and the standard library allocate, and a throw.
// REQUIRES: default-llvm
// RUN: rm -rf %t && mkdir %t && cd %t
// RUN: for how in -static -static-pie; do %memfn_clangxx $how -O2 %s -o prog && MEMFN_OUTPUT=p.out ./prog && %expect p.out %s || exit 1; done
#include <stdexcept>
#include <vector>

#define PROFILE __attribute__((annotate("memprof")))

// EXPECT: fill calls=1 allocs=1 alloc_bytes=4000 peak_bytes=4000
PROFILE std::vector<int> fill(int n)
{
	std::vector<int> v;
	v.reserve(n);
	v.push_back(n);
	return v;
}

// EXPECT: thrower calls=1 open_calls=0 allocs>=1
PROFILE void thrower(int n)
{
	if (n)
		throw std::runtime_error("no");
}

// EXPECT: totals calls=2
int main()
{
	std::vector<int> v = fill(1000);
	try {
		thrower(v[0]);
	} catch (const std::runtime_error &) {
		return 0;
	}
	return 1;
}
