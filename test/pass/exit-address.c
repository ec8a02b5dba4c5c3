// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// An exit reads the frame's address itself: it is not the entry's, kept in a register that the function
// has to save and an exception to restore.
// REQUIRES: x86_64
// RUN: %clang_memfn -g0 -O2 -S -o - %s | FileCheck %s
// RUN: %clang_memfn -g0 -O1 -fPIC -S -o - %s | FileCheck %s
// RUN: %clang_memfn -g0 -Os -masm=intel -c -o %t.o %s
// RUN: %clang_memfn -g0 -O2 -fno-omit-frame-pointer -S -o - %s | FileCheck %s --check-prefix=POINTER

// CHECK-LABEL: one_block:
// CHECK-NOT: {{push.*%r1[2-5]|push.*%rbx|push.*%rbp}}
// CHECK: leaq [[#]](%rsp), %rsi
// CHECK: call{{.*}}__memfn_enter
// CHECK: leaq [[#]](%rsp), %rsi
// CHECK: __memfn_exit
// POINTER-LABEL: one_block:
// POINTER: leaq 8(%rbp), %rsi
// POINTER: call{{.*}}__memfn_enter
// POINTER: leaq 8(%rbp), %rsi
// POINTER: __memfn_exit

// CHECK-LABEL: two_exits:
// CHECK-NOT: {{push.*%r1[2-5]|push.*%rbp}}
// CHECK: call{{.*}}__memfn_enter
// CHECK: leaq [[#]](%rsp), %rsi
// CHECK: __memfn_exit
// CHECK: .cfi_endproc

#define PROFILE __attribute__((annotate("memprof")))
void elsewhere(void);
PROFILE void one_block(void)
{
	elsewhere();
	elsewhere();
}
PROFILE void two_exits(int a)
{
	if (a)
		elsewhere();
	__asm__ volatile("");
	if (a)
		elsewhere();
}
