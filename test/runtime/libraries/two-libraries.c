// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Two instrumented libraries and a program share one runtime: each block is counted once, paths go
// from one to the other, and static functions of one name in two files are two functions.
// RUN: rm -rf %t && split-file %s %t && cd %t
// RUN: %memfn_clang -O2 -shared -fPIC one.c -o one.so && %memfn_clang -O2 -shared -fPIC two.c ./one.so -o two.so
// RUN: %memfn_clang -O2 host.c ./two.so ./one.so -o static && %clang_memfn -O2 host.c ./two.so ./one.so -o shared %link_shared
// RUN: for host in static shared; do MEMFN_OUTPUT=p.out ./$host && %memreport p.out | FileCheck %s && %memreport export --format=json p.out | FileCheck %s --check-prefix=JSON || exit 1; done
// CHECK: 7 calls of 5 functions; 1000 B in 7 allocations
// CHECK-DAG: 1 {{.*}} 100 B 1000 B {{.*}}(<program>)
// CHECK-DAG: 2 {{.*}} 200 B {{.*}}one.c:{{[0-9]+}}(helper)
// CHECK-DAG: 1 {{.*}} 300 B {{.*}}two.c:{{[0-9]+}}(helper)
// CHECK: 1 thread;{{.*}}nothing dropped
// RUN: for host in static shared; do MEMFN_OUTPUT=p.out ./$host && %memreport lines --bytes --by library p.out | FileCheck %s --check-prefix=LIBRARY --match-full-lines || exit 1; done
// RUN: %memreport lines --include 'library:*two.so' --by function p.out | FileCheck %s --check-prefix=ONLY
// RUN: %memreport lines --include 'library:*/shared*' --all-frames p.out | FileCheck %s --check-prefix=ALL
// LIBRARY: #1: ./one.so: 500 B in 4 allocations, average 125 B
// LIBRARY-NEXT: #2: ./two.so: 400 B in 2 allocations, average 200 B
// LIBRARY-NEXT: #3: <program>: 100 B in 1 allocation, average 100 B
// ONLY: Top 2 of 2
// ONLY: Total: 400 B in 2 allocations
// ALL: Total: 900 B in 6 allocations
// JSON: "allocs": 7,
// JSON-NEXT: "alloc_bytes": 1000,
// JSON-NEXT: "frees": 7,

//--- one.c
#include <stdlib.h>
__attribute__((annotate("memprof"))) static void helper(size_t size)
{
	void *volatile block = malloc(size);
	free(block);
}
__attribute__((annotate("memprof"))) void one(void)
{
	helper(100);
	void *volatile block = malloc(150);
	free(block);
}

//--- two.c
#include <stdlib.h>
void one(void);
__attribute__((annotate("memprof"))) static void helper(size_t size)
{
	void *volatile block = malloc(size);
	free(block);
}
__attribute__((annotate("memprof"))) void two(void)
{
	helper(300);
	one();
	void *volatile block = malloc(100);
	free(block);
}

//--- host.c
#include <stdlib.h>
void one(void);
void two(void);
__attribute__((annotate("memprof"))) static void both(void)
{
	two();
	one();
}
int main(void)
{
	void *volatile block = malloc(100);
	free(block);
	both();
	return 0;
}
