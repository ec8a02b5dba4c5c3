// Around a call that returns twice the depth of the stack is kept, also where
// nothing is chosen; other calls have none of it.
// RUN: %clang_memfn -O0 -S -emit-llvm -o - %s | FileCheck %s
// RUN: %clang_memfn -O2 -S -emit-llvm -o - %s | FileCheck %s
// RUN: %clang -O1 -I%include -c %S/Inputs/trace.c -o %t.o
// RUN: %clang_memfn -O0 %s %t.o -o %t.0 && %t.0 | FileCheck %s --check-prefix=EXEC
// RUN: %clang_memfn -O2 %s %t.o -o %t.2 && %t.2 | FileCheck %s --check-prefix=EXEC

// CHECK-LABEL: define {{.*}}@plain(
// CHECK: %[[SLOT:.*]] = alloca i64
// CHECK: %[[DEPTH:.*]] = {{.*}}call i64 @__memfn_depth()
// CHECK-NEXT: store volatile i64 %[[DEPTH]], {{.*}} %[[SLOT]]
// CHECK: call {{.*}}@_setjmp(
// CHECK-NEXT: %[[AGAIN:.*]] = load volatile i64, {{.*}} %[[SLOT]]
// CHECK-NEXT: call void @__memfn_unwound_to(i64 %[[AGAIN]])

// CHECK-LABEL: define {{.*}}@builtin(
// CHECK: call i64 @__memfn_depth()
// CHECK: call {{.*}}@llvm.eh.sjlj.setjmp(
// CHECK-NEXT: load volatile i64
// CHECK-NEXT: call void @__memfn_unwound_to(

// CHECK-LABEL: define {{.*}}@once(
// CHECK-NOT: @__memfn_depth
// CHECK: }

// The frames of deep and sibling at the longjmp lie deeper than the one of
// later, which must not stand upon them.
// EXEC: deep: entered 6 left 0 closed 6
// EXEC: later: entered 1 left 1

#include <setjmp.h>
#define PROFILE __attribute__((annotate("memprof"), noinline))
static jmp_buf env;
static void *buffer[5];
PROFILE void deep(int n)
{
	volatile char room[64];

	room[0] = n;
	if (!n)
		longjmp(env, 1);
	deep(n - 1);
	room[1] = n;
}
PROFILE void later(void)
{
	volatile char room[4096];

	room[0] = 1;
}
int plain(void)
{
	if (!setjmp(env))
		deep(5);
	later();
	return 0;
}
int builtin(void) { return __builtin_setjmp(buffer); }
int once(void) { return plain() + 1; }
int main(void) { return once() - 1; }
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
