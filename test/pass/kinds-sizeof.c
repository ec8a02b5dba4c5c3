// The type whose sizeof a call names, where the result's way does not tell:
// only what debug info knows as a type, and what could fit; two are a guess.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: rm -f %t.txt && env "MEMFN_PASS=all;report=%t.txt" %clang_memfn -g -O0 -c %s -o %t.o
// RUN: FileCheck %s < %t.txt
// RUN: cp %s %t.c && rm -f %t.txt && env "MEMFN_PASS=all;report=%t.txt" %clang_memfn -x c -E %t.c -o %t.i
// RUN: env "MEMFN_PASS=all;report=%t.txt" %clang_memfn -g -O0 -c %t.i -o %t.o && FileCheck %s < %t.txt
// RUN: rm %t.c && rm -f %t.txt && env "MEMFN_PASS=all;report=%t.txt" %clang_memfn -g -O0 -c %t.i -o %t.o
// RUN: FileCheck %s --check-prefix=GONE --implicit-check-not=struct < %t.txt
// GONE: allocates: unknown
#include <stdlib.h>
struct item {
	long id, other;
};
typedef struct item item_t;
struct item one;
item_t *two;
void use(const void *);
#define NEW(T) malloc(sizeof(T))

void plain(void) { use(malloc(sizeof(struct item))); }
// CHECK: :[[#@LINE-1]]: plain: allocates: struct item{{$}}
void named(int n) { use(malloc(n * sizeof (const item_t))); }
// CHECK: :[[#@LINE-1]]: named: allocates: struct item{{$}}
void many(int n) { use(calloc(n, sizeof(item_t *))); }
// CHECK: :[[#@LINE-1]]: many: allocates: struct item*{{$}}
void variable(int n) { use(malloc(n * sizeof(one))); }
// CHECK: :[[#@LINE-1]]: variable: allocates: unknown
void expression(void) { use(malloc(sizeof(*two))); }
// CHECK: :[[#@LINE-1]]: expression: allocates: unknown
void too_small(void) { use(malloc(sizeof(struct item) / 2)); }
// CHECK: :[[#@LINE-1]]: too_small: allocates: unknown
void macro(void) { use(NEW(struct item)); }
// CHECK: :[[#@LINE-1]]: macro: allocates: unknown
void not_a_word(int my_sizeof) { use(malloc(my_sizeof + (int)(long)two)); }
// CHECK: :[[#@LINE-1]]: not_a_word: allocates: unknown
