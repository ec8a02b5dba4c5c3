; Two calls that go on in the same block, and are left for the same pad: each
; leaves its own frame, and the values that meet there stay what they were.
; RUN: %opt_memfn -passes='memfn<calls=ext>,verify' -S %s | FileCheck %s

target datalayout = "e-m:e-p270:32:32-p271:32:32-p272:64:64-i64:64-f80:128-n8:16:32:64-S128"
target triple = "x86_64-pc-linux-gnu"

declare void @ext(i32)
declare void @use(i32)
declare i32 @__gxx_personality_v0(...)

; CHECK-LABEL: define i32 @f(
; CHECK: a:
; CHECK: call void @__memfn_enter_shared(
; CHECK-NEXT: invoke void @ext(i32 10)
; CHECK-NEXT: to label %[[NORMAL_A:.*]] unwind label %[[PAD_A:.*]]
; CHECK: b:
; CHECK: call void @__memfn_enter_shared(
; CHECK-NEXT: invoke void @ext(i32 20)
; CHECK-NEXT: to label %[[NORMAL_B:.*]] unwind label %[[PAD_B:.*]]
; CHECK-DAG: phi i32 [ 1, %[[NORMAL_A]] ], [ 2, %[[NORMAL_B]] ]
; CHECK-DAG: phi i32 [ 3, %[[PAD_A]] ], [ 4, %[[PAD_B]] ]
; CHECK: {{^}}}

define i32 @f(i1 %c) personality i32 (...)* @__gxx_personality_v0 {
entry:
  br i1 %c, label %a, label %b

a:
  invoke void @ext(i32 10)
      to label %done unwind label %pad

b:
  invoke void @ext(i32 20)
      to label %done unwind label %pad

done:
  %r = phi i32 [ 1, %a ], [ 2, %b ]
  ret i32 %r

pad:
  %p = phi i32 [ 3, %a ], [ 4, %b ]
  %x = landingpad { i8*, i32 }
      cleanup
  call void @use(i32 %p)
  resume { i8*, i32 } %x
}
