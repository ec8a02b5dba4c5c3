// calls=GLOB and [calls] hook functions compiled elsewhere, where they are called
// (through a constant table too); functions of this module are not theirs.
// RUN: printf '[calls]\nfun:by_list\n' > %t.list
// RUN: env "MEMFN_PASS=calls=by_*tion;list=%t.list;calls=here" %clang_memfn -O0 -S -emit-llvm -o %t.ll %s
// RUN: FileCheck %s --input-file=%t.ll
// RUN: grep -c 'call void @__memfn_enter_shared' %t.ll | FileCheck %s --check-prefix=COUNT

// COUNT: 4
// CHECK: [[FILE:@memfn.str[.0-9]*]] = {{.*}}c"~\00"
// CHECK: @__memfn_desc.by_option = internal global {{.*}}[[FILE]]{{.*}} i32 0, i32 5, {{.*}} null }
// CHECK: @__memfn_desc.by_list = internal global {{.*}}[[FILE]]{{.*}} i32 0, i32 5, {{.*}} null }

// CHECK-LABEL: define {{.*}}@caller(
// CHECK: call void @__memfn_enter_shared({{.*}}@__memfn_desc.by_option
// CHECK-NEXT: call i32 @by_option(
// CHECK: call void @__memfn_exit_shared({{.*}}@__memfn_desc.by_option
// CHECK: call void @__memfn_enter_shared({{.*}}@__memfn_desc.by_list
// CHECK-NEXT: call i32 @by_list(
// CHECK: call void @__memfn_enter_shared({{.*}}@__memfn_desc.by_option
// CHECK: call i32 %
// CHECK: call void @__memfn_exit_shared({{.*}}@__memfn_desc.by_option
// CHECK-NOT: __memfn
// CHECK: ret i32

int by_option(int);
int by_list(int);
int neither(int);
static const struct {
	int other, (*function)(int);
} table = {1, by_option};
int here(int a) { return a; }
int caller(int a) { return by_option(a) + by_list(a) + table.function(a) + here(a) + neither(a); }
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A variable that holds one function and no other is as good as its name.
// CHECK-LABEL: define {{.*}}@pointers(
// CHECK: call void @__memfn_enter_shared({{.*}}@__memfn_desc.by_option
// CHECK-NEXT: call i32 %
// CHECK: call void @__memfn_exit_shared({{.*}}@__memfn_desc.by_option
// CHECK-NOT: __memfn
// CHECK-LABEL: define {{.*}}@set(
void set(int (**)(int));
int pointers(int a)
{
	int (*always)(int) = by_option;
	int (*sometimes)(int) = by_option;
	int (*passed)(int) = by_option;

	if (a)
		sometimes = neither;
	set(&passed);
	return always(a) + sometimes(a) + passed(a);
}
void set(int (**f)(int)) {}
