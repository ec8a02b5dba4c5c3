// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Hooks.h"
#include "Compat.h"
#include "Personality.h"
#include "memfn/abi.h"
#include "llvm/IR/DebugInfoMetadata.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/Support/Path.h"
#include "llvm/Transforms/Utils/EscapeEnumerator.h"

using namespace llvm;

namespace memfn {

namespace {

constexpr const char *CxxPersonality = "__gxx_personality_v0";

Constant *anyPersonality(const Module &M) {
  for (const Function &F : M)
    if (F.hasPersonalityFn())
      return F.getPersonalityFn();
  return nullptr;
}

Constant *personality(Module &M, StringRef Name) {
  auto *Type = FunctionType::get(Type::getInt32Ty(M.getContext()), true);
  return cast<Constant>(M.getOrInsertFunction(Name, Type).getCallee());
}

// Weak: a program that never needed the C++ library must not need it now. Where
// nothing else refers to it, nothing is ever thrown.
Constant *cxxPersonality(Module &M) {
  bool Known = M.getFunction(CxxPersonality);
  Constant *Result = personality(M, CxxPersonality);
  if (auto *F = dyn_cast<Function>(Result))
    if (!Known)
      F->setLinkage(GlobalValue::ExternalWeakLinkage);
  return Result;
}

void giveLocation(Instruction &I) {
  DISubprogram *SP = I.getFunction()->getSubprogram();
  if (SP && !I.getDebugLoc())
    I.setDebugLoc(DILocation::get(I.getContext(), 0, 0, SP));
}

BasicBlock::iterator afterAllocas(BasicBlock &Entry) {
  BasicBlock::iterator I = Entry.getFirstInsertionPt();
  while (isa<AllocaInst>(*I))
    ++I;
  return I;
}

} // namespace

bool isSupportedTarget(const Module &M) {
  Triple T(M.getTargetTriple());
  return T.isOSLinux() && T.isArch64Bit() &&
         M.getDataLayout().getPointerSize() == 8 &&
         (T.getArch() == Triple::x86_64 || T.getArch() == Triple::aarch64);
}

bool isX86(const Module &M) {
  return Triple(M.getTargetTriple()).getArch() == Triple::x86_64;
}

bool isCxx(const Function &F) {
  if (compat::startsWith(F.getName(), "_Z"))
    return true;
  if (DISubprogram *SP = F.getSubprogram())
    if (DICompileUnit *Unit = SP->getUnit())
      return compat::isCxx(*Unit);
  StringRef Extension =
      sys::path::extension(F.getParent()->getSourceFileName());
  return Extension == ".cpp" || Extension == ".cc" || Extension == ".cxx" ||
         Extension == ".C" || Extension == ".c++";
}

bool isHookCall(const Instruction &I, StringRef Name) {
  auto *Call = dyn_cast<CallBase>(&I);
  // The program's own declaration may have another type.
  return Call &&
         Call->getCalledOperand()->stripPointerCasts()->getName() == Name;
}

void givePersonality(Function &F) {
  if (F.hasPersonalityFn())
    return;
  if (isCxx(F))
    F.setPersonalityFn(cxxPersonality(*F.getParent()));
  else if (Constant *Other = anyPersonality(*F.getParent()))
    F.setPersonalityFn(Other);
  else
    F.setPersonalityFn(personality(*F.getParent(), "__gcc_personality_v0"));
}

CallInst *Hooks::call(IRBuilderBase &B, StringRef Name, Type *Result,
                      ArrayRef<Value *> Arguments) {
  SmallVector<Type *, 2> Types;
  for (Value *V : Arguments)
    Types.push_back(V->getType());
  FunctionCallee Callee =
      M.getOrInsertFunction(Name, FunctionType::get(Result, Types, false));
  if (auto *F = dyn_cast<Function>(Callee.getCallee()))
    F->setDoesNotThrow();
  CallInst *Call = B.CreateCall(Callee, Arguments);
  Call->setDoesNotThrow();
  giveLocation(*Call);
  return Call;
}

// Read where it is needed, never kept: the parts of a split coroutine have
// different ones.
Value *Hooks::frameAddress(IRBuilderBase &B) {
  Intrinsic::ID ID =
      isX86(M) ? Intrinsic::addressofreturnaddress : Intrinsic::sponentry;
  PointerType *Pointer = compat::pointerType(M.getContext());
  CallInst *Address = B.CreateCall(compat::intrinsic(M, ID, {Pointer}));
  giveLocation(*Address);
  return Address;
}

void Hooks::enter(IRBuilderBase &B, Constant *Descriptor, bool Shared) {
  Value *Address = frameAddress(B);
  call(B, Shared ? MEMFN_HOOK_ENTER_SHARED : MEMFN_HOOK_ENTER, B.getVoidTy(),
       {Descriptor, Address});
}

void Hooks::exit(IRBuilderBase &B, Constant *Descriptor, bool Shared) {
  Value *Address = frameAddress(B);
  call(B, Shared ? MEMFN_HOOK_EXIT_SHARED : MEMFN_HOOK_EXIT, B.getVoidTy(),
       {Descriptor, Address});
}

CallInst *Hooks::depth(IRBuilderBase &B) {
  return call(B, MEMFN_HOOK_DEPTH, B.getInt64Ty(), {});
}

void Hooks::unwoundTo(IRBuilderBase &B, Value *Depth) {
  call(B, MEMFN_HOOK_UNWOUND_TO, B.getVoidTy(), {Depth});
}

void Hooks::unwound(IRBuilderBase &B) {
  Value *Address = frameAddress(B);
  call(B, MEMFN_HOOK_UNWOUND, B.getVoidTy(), {Address});
}

// Existing landing pads become cleanups: past a typed catch that does not fit,
// the unwinder would skip this frame and its exit.
void Hooks::placeForExceptions(Function &F, Constant *Descriptor, bool Shared) {
  givePersonality(F);
  EscapeEnumerator Exits(F, "memfn.cleanup", /*HandleExceptions=*/true);
  while (IRBuilder<> *B = Exits.Next())
    if (!isa<ReturnInst>(B->GetInsertBlock()->getTerminator()))
      exit(*B, Descriptor, Shared);
  for (BasicBlock &BB : F)
    if (LandingPadInst *Pad = BB.getLandingPadInst())
      Pad->setCleanup(true);
}

void Hooks::placeAtResumes(Function &F, Constant *Descriptor) {
  for (BasicBlock &BB : F)
    if (auto *Resume = dyn_cast<ResumeInst>(BB.getTerminator())) {
      IRBuilder<> B(Resume);
      exit(B, Descriptor, /*Shared=*/false);
    }
}

// The entry comes last, so that the search for exits does not see it.
void Hooks::placeInFunction(Function &F, Constant *Descriptor, bool Shared) {
  EscapeEnumerator Returns(F, "", /*HandleExceptions=*/false);
  while (IRBuilder<> *B = Returns.Next())
    if (isa<ReturnInst>(B->GetInsertBlock()->getTerminator()))
      exit(*B, Descriptor, Shared);
  if (!F.doesNotThrow()) {
    if (!Shared && mayBePassed(F))
      F.addFnAttr(PassedAttribute);
    else
      placeForExceptions(F, Descriptor, Shared);
  }
  BasicBlock &Entry = F.getEntryBlock();
  IRBuilder<> B(&Entry, afterAllocas(Entry));
  B.SetCurrentDebugLocation(DebugLoc());
  enter(B, Descriptor, Shared);
}

} // namespace memfn
