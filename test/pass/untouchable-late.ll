; What runs before thread-local storage exists, and a naked function, get no
; hook of any kind: none around a call that returns twice, around a call from
; [calls], or in a landing pad. Their twins do.
; RUN: env MEMFN_PASS=calls=ext %clang_memfn -O1 -S -emit-llvm -o - -x ir %s | FileCheck %s

target datalayout = "e-m:e-p270:32:32-p271:32:32-p272:64:64-i64:64-f80:128-n8:16:32:64-S128"
target triple = "x86_64-pc-linux-gnu"

declare i32 @twice() returns_twice
declare void @ext()
declare i32 @__gxx_personality_v0(...)

; CHECK-LABEL: define {{.*}}@twin(
; CHECK: @__memfn_depth
; CHECK: @__memfn_unwound_to
; CHECK: @__memfn_enter_shared
; CHECK: @__memfn_exit_shared
; CHECK: landingpad
; CHECK: @__memfn_unwound
define i32 @twin() noinline optnone personality i32 (...)* @__gxx_personality_v0 {
  %a = call i32 @twice() returns_twice
  call void @ext()
  invoke void @other() to label %done unwind label %pad
done:
  ret i32 %a
pad:
  %p = landingpad { i8*, i32 } catch i8* null
  ret i32 0
}

declare void @other()

; CHECK-LABEL: define {{.*}}@resolver(
; CHECK-NOT: @__memfn
; CHECK: {{^}}}
define internal void ()* @resolver() noinline optnone personality i32 (...)* @__gxx_personality_v0 {
  %a = call i32 @twice() returns_twice
  call void @ext()
  invoke void @other() to label %done unwind label %pad
done:
  ret void ()* @ext
pad:
  %p = landingpad { i8*, i32 } catch i8* null
  br label %done
}

; CHECK-LABEL: define {{.*}}@naked(
; CHECK-NOT: @__memfn
; CHECK: {{^}}}
define void @naked() noinline optnone naked personality i32 (...)* @__gxx_personality_v0 {
  %a = call i32 @twice() returns_twice
  call void @ext()
  invoke void @other() to label %done unwind label %pad
done:
  call void asm sideeffect "ret", ""()
  unreachable
pad:
  %p = landingpad { i8*, i32 } catch i8* null
  br label %done
}

@chosen_at_load = ifunc void (), void ()* ()* @resolver
; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
