// A pool's block counts where it is tracked: that call has its line, and the
// kind of what the pointer points to; a free of it has none.
// RUN: cd %S && %clang_memfn -g -O0 -S -emit-llvm -o %t.ll track.c
// RUN: FileCheck %s --input-file=%t.ll
// RUN: sed -n '/^define.*@take(/,/^}/p' %t.ll | grep -c 'store volatile' | FileCheck %s --check-prefix=COUNT
// COUNT: 1
#include "memfn/memfn.h"
struct cell {
	struct cell *next;
};
struct pool {
	struct cell *free;
};
__attribute__((annotate("memprof"))) struct cell *take(struct pool *p)
{
	struct cell *c = p->free;

	memfn_untrack(1, c);
	p->free = c->next;
	memfn_track(1, c, sizeof(*c));
	// CHECK: [[KIND:@memfn.str[.0-9]*]] = {{.*}}c"struct cell\00"
	// CHECK: @memfn.site = {{.*}}[[KIND]]{{.*}} i32 [[#@LINE-2]], i32 0, i64 0 }
	return c;
}
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
