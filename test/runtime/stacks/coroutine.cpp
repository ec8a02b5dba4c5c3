// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// C++20 coroutines: creation, each resumption and destruction are calls within who asks for them.
// RUN: %memfn_clangxx -std=c++20 -O0 %s -o %t0 && env MEMFN_OUTPUT=%t0.prof %t0
// RUN: %expect %t0.prof %s
// RUN: %clangxx_memfn -std=c++20 -O1 %s -o %t2 %link_shared && env MEMFN_OUTPUT=%t2.prof %t2
// RUN: %expect %t2.prof %s
#include <coroutine>
#include "../Inputs/take.h"

struct task {
	struct promise_type {
		task get_return_object()
		{
			return {std::coroutine_handle<promise_type>::from_promise(*this)};
		}
		std::suspend_always initial_suspend() noexcept { return {}; }
		std::suspend_always final_suspend() noexcept { return {}; }
		void return_void() {}
		void unhandled_exception() {}
	};
	std::coroutine_handle<promise_type> handle;
};

// EXPECT: leaf calls=6 alloc_bytes=60 open_calls=0
PROFILE void leaf()
{
	take(10);
}

// EXPECT: counts calls=2 alloc_bytes>=1 open_calls=0
// EXPECT: counts.resume calls=8 alloc_bytes=600 total_alloc_bytes=660 open_calls=0
// EXPECT: counts.destroy calls=2 frees=2
// EXPECT: path resumes/counts.resume/leaf calls=6
PROFILE task counts(int n)
{
	for (int i = 0; i < n; i++) {
		leaf();
		take(100);
		co_await std::suspend_always();
	}
}

// EXPECT: resumes calls=8 open_calls=0 alloc_bytes=8 total_alloc_bytes=668
PROFILE __attribute__((noinline)) bool resumes(task &one)
{
	take(1);
	one.handle.resume();
	return !one.handle.done();
}

// EXPECT: totals open_calls=0
int main()
{
	for (int n = 2; n <= 4; n += 2) {
		task one = counts(n);
		while (resumes(one))
			;
		one.handle.destroy();
	}
}
