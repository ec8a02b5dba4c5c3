// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// std::async and exceptions that travel from thread to thread.
// RUN: %memfn_clangxx -pthread -O0 %s -o %t0 && env MEMFN_OUTPUT=%t0.prof %t0
// RUN: %expect %t0.prof %s
// RUN: %clangxx_memfn -pthread -O2 %s -o %t2 %link_shared && env MEMFN_OUTPUT=%t2.prof %t2
// RUN: %expect %t2.prof %s
#include <future>
#include "../Inputs/take.h"

// EXPECT: job calls=10 open_calls=0 alloc_bytes>=1000
PROFILE int job(int n)
{
	give(take(100));
	if (n & 1)
		throw n;
	return n;
}

// EXPECT: gets calls=10 open_calls=0
// EXPECT: path gets/<thread>/job calls=10
PROFILE int gets(int n)
{
	std::future<int> result = std::async(std::launch::async, job, n);
	try {
		return result.get();
	} catch (int thrown) {
		return -thrown;
	}
}

// EXPECT: totals threads=11 open_calls=0
int main()
{
	int sum = 0;
	for (int i = 0; i < 10; i++)
		sum += gets(i);
	return sum != -5;
}
