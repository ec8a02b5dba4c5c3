// An exception that passes through leaves the frame: by the cleanup that there
// is, or by the function's personality, past a typed catch that does not fit,
// too. Where nothing throws, neither; and what the linker optimises has a
// cleanup pad where a callee may throw, and every pad a cleanup, for functions
// with another personality are to be inlined.
// RUN: %clangxx_memfn -O0 -S -emit-llvm -o - %s | FileCheck %s
// RUN: %clangxx_memfn -O2 -S -emit-llvm -o - %s | FileCheck %s
// RUN: %clangxx_memfn -O2 -flto -c -o %t.bc %s
// RUN: llvm-dis %t.bc -o - | FileCheck %s --check-prefix=LTO
// RUN: %clangxx_memfn -O2 -fno-exceptions -S -emit-llvm -o - %s | FileCheck %s --check-prefix=NOEH

// CHECK-LABEL: define {{.*}}@_Z6passedi({{.*}} personality {{.*}}@memfn.personality.v2
// CHECK: call void @__memfn_enter(
// CHECK: call {{.*}}@_Z5throwi(
// CHECK-NOT: landingpad
// CHECK: call void @__memfn_exit(
// CHECK: ret i32

// LTO-LABEL: define {{.*}}@_Z6passedi({{.*}} personality {{.*}}@__gxx_personality_v0
// LTO: landingpad
// LTO-NOT: @memfn.personality.v2

// CHECK-LABEL: define {{.*}}@_Z7throughi({{.*}} personality {{.*}}@__gxx_personality_v0
// CHECK: call void @__memfn_enter(
// CHECK: invoke {{.*}}@_Z5throwi(
// CHECK-DAG: landingpad
// CHECK-DAG: cleanup
// CHECK: call void @__memfn_exit(
// CHECK-NEXT: resume

// CHECK-LABEL: define {{.*}}@_Z5typedi({{.*}} personality {{.*}}@memfn.personality.cxx.v2
// CHECK: landingpad
// CHECK-NEXT: catch {{.*}}@_ZTIi
// CHECK: call void @__memfn_unwound(
// CHECK: call void @__memfn_exit(
// CHECK: resume

// LTO-LABEL: define {{.*}}@_Z5typedi({{.*}} personality {{.*}}@__gxx_personality_v0
// LTO: landingpad
// LTO-NEXT: cleanup
// LTO-NEXT: catch {{.*}}@_ZTIi
// LTO-NOT: @memfn.personality

// CHECK-LABEL: define {{.*}}@_Z7nothingi(
// CHECK-NOT: personality
// CHECK-NOT: landingpad
// CHECK: call void @__memfn_exit(
// CHECK: ret i32

// NOEH-NOT: personality
// NOEH-NOT: landingpad

#define PROFILE __attribute__((annotate("memprof")))
int throw_(int);
int can_throw(int) __asm__("_Z5throwi");
PROFILE int passed(int a) { return can_throw(a) + 1; }
struct object {
	~object();
};
PROFILE int through(int a)
{
	object o;
	return can_throw(a) + 1;
}
#if __has_feature(cxx_exceptions)
PROFILE int typed(int a)
{
	try {
		return can_throw(a);
	} catch (int) {
		return 1;
	}
}
#endif
PROFILE int nothing(int a) noexcept { return a + 1; }
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
