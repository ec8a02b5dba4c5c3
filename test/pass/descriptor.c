// What the runtime is told of a function, and how: names, file as on the command
// line, line, flags; one constructor, which needs the runtime of this ABI.
// RUN: cd %S && %clang_memfn -g -O0 -S -emit-llvm -o - descriptor.c | FileCheck %s --check-prefixes=CHECK,DEBUG
// RUN: cd %S && %clang_memfn -O0 -S -emit-llvm -o - descriptor.c | FileCheck %s --check-prefixes=CHECK,PLAIN
// RUN: %clang_memfn -DNONE -O0 -S -emit-llvm -o - %s | FileCheck %s --check-prefix=NONE

// CHECK-DAG: $memfn.register.v1 = comdat any
// CHECK-DAG: [[NAME:@memfn.str[.0-9]*]] = private unnamed_addr constant [7 x i8] c"chosen\00"
// CHECK-DAG: [[FILE:@memfn.str[.0-9]*]] = private unnamed_addr constant [13 x i8] c"descriptor.c\00"
// NONE-NOT: memfn_desc

#ifdef NONE
#define PROFILE
#else
#define PROFILE __attribute__((annotate("memprof")))
#endif
PROFILE int chosen(int a) { return a; }
// DEBUG-DAG: @__memfn_desc.chosen = internal global {{.*}}[[NAME]]{{.*}}[[NAME]]{{.*}}[[NAME]]{{.*}}[[FILE]]{{.*}} i32 [[#@LINE-1]], i32 0, {{.*}} null }, section "memfn_desc", align 8
// PLAIN-DAG: @__memfn_desc.chosen = internal global {{.*}}[[NAME]]{{.*}}[[NAME]]{{.*}}[[NAME]]{{.*}}[[FILE]]{{.*}} i32 0, i32 0, {{.*}} null }, section "memfn_desc", align 8

// CHECK: @llvm.compiler.used = {{.*}}@__memfn_desc.chosen
// CHECK: @llvm.global_ctors = {{.*}} i32 1, {{.*}}@memfn.register.v1, {{.*}}@memfn.register.v1
// CHECK: define linkonce_odr hidden void @memfn.register.v1() {{.*}}comdat
// CHECK: @__memfn_abi_v1
// CHECK: call void @__memfn_register({{.*}}@__start_memfn_desc{{.*}}@__stop_memfn_desc
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
