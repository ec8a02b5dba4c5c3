// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// TSan places cleanups in what it does not check too: a function that had nothing to clean up has then, and
// they must run. They took those calls for open, and more and more of them.
// REQUIRES: x86_64
// RUN: %clangxx_memfn -O1 -fsanitize=thread %s -S -emit-llvm -o - | FileCheck %s
// RUN: %memfn_clangxx -O1 -fsanitize=thread %s -o %t && env MEMFN_OUTPUT=%t.prof %t && %expect %t.prof %s
// RUN: %memfn_clangxx -O0 -fsanitize=thread %s -o %t && env MEMFN_OUTPUT=%t.prof %t && %expect %t.prof %s
#define UNCHECKED __attribute__((no_sanitize("thread"), annotate("memprof")))

static volatile int sum;

// CHECK: define {{.*}}unchecked{{.*}} personality {{.*}}@__{{gcc|gxx}}_personality_v0
// CHECK: cleanup
// CHECK-DAG: call void @__tsan_func_exit
// CHECK-DAG: call void @__memfn_exit
// CHECK: resume
// EXPECT: unchecked calls=300 open_calls=0
UNCHECKED void unchecked(int depth)
{
	if (depth == 3)
		throw depth;
	unchecked(depth + 1);
	sum = sum + depth;
}

// EXPECT: trust frames_closed=0
int main()
{
	for (int i = 0; i < 100; i++)
		try {
			unchecked(1);
		} catch (int) {
			sum = sum + 1;
		}
	return 0;
}
