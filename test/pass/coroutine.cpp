// A coroutine is hooked in all its parts, each once it exists, and every
// suspension leaves the frame; left by an exception too.
// RUN: %clangxx_memfn -std=c++20 -O0 -S -emit-llvm -o - %s | FileCheck %s
// RUN: %clangxx_memfn -std=c++20 -O2 -S -emit-llvm -o - %s | FileCheck %s
// RUN: %clangxx_memfn -std=c++20 -O0 -S -emit-llvm -o %t.ll %s
// RUN: %opt_memfn -passes=memfn-late -S %t.ll | FileCheck %s --check-prefix=ONCE
// RUN: %clang -O1 -I%include -c %S/Inputs/trace.c -o %t.o
// RUN: %clangxx_memfn -std=c++20 -O0 %s %t.o -o %t.0 && %t.0 | FileCheck %s --check-prefix=EXEC
// RUN: %clangxx_memfn -std=c++20 -O2 %s %t.o -o %t.2 && %t.2 | FileCheck %s --check-prefix=EXEC

// CHECK-LABEL: define {{.*}}@_Z7numbersi(
// CHECK: call void @__memfn_enter({{.*}}@__memfn_desc._Z7numbersi{{[ ,)]}}
// CHECK: call {{.*}}{{asm|@__memfn_exit}}{{.*}}@__memfn_desc._Z7numbersi{{[ ,)]}}
// CHECK-LABEL: define {{.*}}@_Z5quieti(
// CHECK-NOT: @__memfn_enter
// CHECK: {{^}}}
// CHECK-LABEL: define {{.*}}@_Z7numbersi.resume(
// CHECK: call void @__memfn_enter({{.*}}@__memfn_desc._Z7numbersi.resume{{[ ,)]}}

// ONCE-LABEL: define {{.*}}@_Z7numbersi.resume(
// ONCE: call void @__memfn_enter(
// ONCE-NOT: call void @__memfn_enter(
// ONCE: {{^}}}

// EXEC-DAG: numbers: entered 2 left 2
// EXEC-DAG: numbers.resume: entered 8 left 8
// EXEC-DAG: numbers.destroy: entered 2 left 2
// EXEC-DAG: forced: entered 1 left 1
// EXEC-DAG: forced.resume: entered 2 left 2
// EXEC-DAG: may_throw: entered 7 left 7

#include <coroutine>
#define PROFILE __attribute__((annotate("memprof")))

struct generator {
	struct promise_type {
		int value;
		generator get_return_object()
		{
			return {std::coroutine_handle<promise_type>::from_promise(*this)};
		}
		std::suspend_always initial_suspend() { return {}; }
		std::suspend_always final_suspend() noexcept { return {}; }
		std::suspend_always yield_value(int x)
		{
			value = x;
			return {};
		}
		void return_void() {}
		void unhandled_exception() { throw; }
	};
	std::coroutine_handle<promise_type> handle;
};

PROFILE __attribute__((noinline)) int may_throw(int x)
{
	if (x == 3)
		throw x;
	return x;
}
PROFILE generator numbers(int n)
{
	for (int i = 0; i < n; i++)
		co_yield may_throw(i);
}
PROFILE __attribute__((always_inline)) inline generator forced(int n) { co_yield n; }
generator quiet(int n) { co_yield n; }

int drain(generator g)
{
	int sum = 0;
	try {
		while (!g.handle.done()) {
			g.handle.resume();
			sum += g.handle.promise().value;
		}
	} catch (int) {
	}
	g.handle.destroy();
	return sum;
}
int main() { return drain(numbers(3)) + drain(numbers(5)) + drain(quiet(1)) + drain(forced(1)) < 0; }
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
