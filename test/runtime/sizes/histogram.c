// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// sizes=1 and memreport sizes: each allocation in the class of its size, by function and in all, with
// one thread and with two, whose blocks are counted on a path of their own; what a child made by fork
// allocates is in its own profile.
// UNSUPPORTED: cross
// RUN: %memfn_clang -O1 -pthread %s -o %t
// RUN: env MEMFN_OUTPUT=%t.out MEMFN_OPTIONS=sizes=1:quiet=1 %t
// RUN: %memreport sizes --by function %t.out | FileCheck %s
// CHECK: histogram.c:{{[0-9]+}}(small): 205 allocations, 13.1 KiB, 65 B each on average
// CHECK-NEXT: size allocs % bytes %
// CHECK-NEXT: 0 B 1 0.5 0 B 0.0 #
// CHECK-NEXT: 1 B 2 1.0 2 B 0.0 #
// CHECK-NEXT: 2-3 B 2 1.0 5 B 0.0 #
// CHECK-NEXT: 4-7 B 0 0.0 0 B 0.0
// CHECK-NEXT: 8-15 B 0 0.0 0 B 0.0
// CHECK-NEXT: 16-31 B 0 0.0 0 B 0.0
// CHECK-NEXT: 32-63 B 100 48.8 6.2 KiB 47.0 {{#+$}}
// CHECK-NEXT: 64-127 B 100 48.8 6.9 KiB 53.0 {{#+$}}
// CHECK: histogram.c:{{[0-9]+}}(large): 4 allocations, 3.0 MiB, 769 KiB each on average
// CHECK-NEXT: size allocs % bytes %
// CHECK-NEXT: 1-2 KiB 1 25.0 1.0 KiB 0.0 ###
// CHECK-NEXT: 2-4 KiB 1 25.0 2.0 KiB 0.1 ###
// CHECK: 1-2 MiB 1 25.0 1.0 MiB 33.3 ###
// CHECK-NEXT: 2-4 MiB 1 25.0 2.0 MiB 66.6 ###
// RUN: %memreport sizes --bytes --filter large --strip-dirs %t.out | FileCheck %s --check-prefix=BYTES
// BYTES: 4 allocations, 3148800 B, 787200 B each on average
// BYTES: 1024-2047 B       1  25.0     1024 B
// RUN: %memreport sizes --exclude large --color never %t.out | FileCheck %s --check-prefix=REST
// REST: 206 allocations
// RUN: %memreport sizes --by=function --filter 'l*' %t.out | FileCheck %s --check-prefix=LAST
// LAST-NOT: (small)
// LAST: (large): 4 allocations
// RUN: %memreport export --format=json %t.out | %python -c 'import json, sys; \
// RUN:   f = {f["name"]: f for f in json.load(sys.stdin)["functions"]}; \
// RUN:   assert f["large"]["sizes"][0] == {"from": 1024, "allocs": 1, "alloc_bytes": 1024}, f["large"]; \
// RUN:   assert all(sum(s["allocs"] for s in g["sizes"]) == g["allocs"] for g in f.values())'
// RUN: env MEMFN_OUTPUT=%t.none MEMFN_OPTIONS=quiet=1 %t
// RUN: not %memreport sizes %t.none 2>&1 | FileCheck %s --check-prefix=NONE
// NONE: sizes: not recorded: run the program with MEMFN_OPTIONS=sizes=1
// RUN: not %memreport sizes --filter thread:main %t.out 2>&1 | FileCheck %s --check-prefix=THREAD
// THREAD: sizes: not told by thread, only of the process
#include <pthread.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#define PROFILE __attribute__((annotate("memprof")))

static void *volatile kept;

PROFILE static void small(size_t size)
{
	kept = malloc(size);
	free(kept);
}
PROFILE static void large(size_t size)
{
	kept = calloc(1, size);
	kept = realloc(kept, size * 2);
	free(kept);
}

static void *thread(void *unused)
{
	(void)unused;
	for (int i = 0; i < 100; i++)
		small(71);
	return NULL;
}

int main(void)
{
	pthread_t other;
	pid_t child = fork();
	small(1);
	if (!child)
		_exit(0);
	waitpid(child, NULL, 0);
	small(0);
	small(1);
	small(2);
	small(3);
	for (int i = 0; i < 100; i++)
		small(64 - 1);
	large(1024);
	large(1 << 20);
	pthread_create(&other, NULL, thread, NULL);
	pthread_join(other, NULL);
	return 0;
}
