// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Static programs, linked at one fixed address or anywhere, have their memory counted too.
// RUN: rm -rf %t && mkdir %t && cd %t && cp %s a.c
// RUN: %memfn_clang -Wall -Werror -O2 -static a.c -o a && env MEMFN_OUTPUT=a.out ./a
// RUN: %memreport a.out | FileCheck a.c
// RUN: %memfn_clang -Wall -Werror -O2 -static-pie -fPIE a.c -o b && env MEMFN_OUTPUT=b.out ./b
// RUN: %memreport b.out | FileCheck a.c
// CHECK: 2 calls of 1 function;
// CHECK: {{ 2 .* 200 B .*}}(take)

#include <stdlib.h>

__attribute__((annotate("memprof"))) static char *take(size_t n)
{
	return malloc(n);
}

int main(void)
{
	free(take(150));
	free(take(50));
	return 0;
}
