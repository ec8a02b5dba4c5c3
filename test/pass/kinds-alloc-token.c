// What -fsanitize=alloc-token makes clang note is used where nothing else tells;
// what debug info says goes before it.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// REQUIRES: llvm-ge-22
// RUN: env MEMFN_PASS=all %clang_memfn -g -O0 -Xclang -fsanitize=alloc-token -S -emit-llvm -o - %s | FileCheck %s
#include <stdlib.h>
#define NEW(T) malloc(sizeof(T))
struct item {
	long id;
};
struct box {
	char *bytes;
	struct item *first;
};
void use(void *);
void in_macro(void) { use(NEW(struct item)); }
// CHECK-DAG: [[ITEM:@memfn.str[.0-9]*]] = {{.*}}c"struct item\00"
// CHECK-DAG: @memfn.site{{.*}}[[ITEM]]{{.*}}, i32 [[#@LINE-2]], i32 0,
void known(struct box *b) { b->bytes = malloc(3 * sizeof(struct item)); }
// CHECK-DAG: [[CHAR:@memfn.str[.0-9]*]] = {{.*}}c"char\00"
// CHECK-DAG: @memfn.site{{.*}}[[CHAR]]{{.*}}, i32 [[#@LINE-2]], i32 0,
