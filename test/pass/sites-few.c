// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Up to three sites of a function are stored without a register that its calls keep; more share one.
// REQUIRES: x86_64
// RUN: %clang_memfn -gline-tables-only -O2 -S -o - %s | FileCheck %s
// RUN: %clang_memfn -gline-tables-only -O2 -fPIC -S -o - %s | FileCheck %s
// RUN: %clang_memfn -gline-tables-only -O2 -mcmodel=large -S -emit-llvm -o - %s | FileCheck %s --check-prefix=LOAD
// RUN: %clang_memfn -gline-tables-only -O0 -S -emit-llvm -o - %s | FileCheck %s --check-prefix=LOAD
// RUN: %clang_memfn -gline-tables-only -O2 -masm=intel -c -o %t.o %s

// CHECK-LABEL: three:
// CHECK-NOT: {{push.*%(r1[2-5]|rbx|rbp)}}
// CHECK: call{{.*}}__memfn_enter
// CHECK-COUNT-3: __memfn_top@GOTTPOFF(%rip), %[[TOP:r..]]
// CHECK: __memfn_exit
// CHECK-LABEL: four:
// CHECK-COUNT-1: __memfn_top@GOTTPOFF(%rip), %[[TOP:r..]]
// CHECK-NOT: __memfn_top@GOTTPOFF
// CHECK: .cfi_endproc

// LOAD-LABEL: define {{.*}}@three(
// LOAD-NOT: GOTTPOFF
// LOAD: load {{.*}}@__memfn_top
// LOAD: store volatile {{.*}}@memfn.site
// LOAD-LABEL: define {{.*}}@four(

void elsewhere(void);
__attribute__((annotate("memprof"))) void three(void)
{
	elsewhere();
	elsewhere();
	elsewhere();
}
__attribute__((annotate("memprof"))) void four(void)
{
	elsewhere();
	elsewhere();
	elsewhere();
	elsewhere();
}
