// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The line at the end is said once, where exit calls our _exit too: in a static program.
// REQUIRES: default-llvm
// RUN: rm -rf %t && mkdir %t && cd %t
// RUN: %memfn_clang -static --memfn-all %s -o a && env MEMFN_OUTPUT=a.out ./a 2>&1 | FileCheck %s
// CHECK: 1 call of 1 function; see: memreport
// CHECK-NOT: memfn:

int main(void)
{
	return 0;
}
