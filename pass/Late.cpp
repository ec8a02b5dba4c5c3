// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Late.h"
#include "Blocks.h"
#include "Compat.h"
#include "Descriptors.h"
#include "Hooks.h"
#include "Origin.h"
#include "Personality.h"
#include "memfn/abi.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/IR/InlineAsm.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/IntrinsicInst.h"

using namespace llvm;

namespace memfn {

namespace {

bool isFrameAddress(const Instruction &I) {
  auto *Call = dyn_cast<IntrinsicInst>(&I);
  return Call && (Call->getIntrinsicID() == Intrinsic::addressofreturnaddress ||
                  Call->getIntrinsicID() == Intrinsic::sponentry);
}

bool isExit(const Instruction &I) {
  return isHookCall(I, MEMFN_HOOK_EXIT) ||
         isHookCall(I, MEMFN_HOOK_EXIT_SHARED) ||
         isHookCall(I, MEMFN_HOOK_UNWOUND);
}

// The address anew, where it is used. By asm, since the code generator would
// keep the one that the entry had in a register, which each call has to save
// and an exception to restore.
CallInst *getAgain(Value *Address, Instruction &Before) {
  LLVMContext &C = Before.getContext();
  IRBuilder<> B(&Before);
  Type *Pointer = Address->getType();
  auto *Asm = InlineAsm::get(FunctionType::get(Pointer, {Pointer}, false),
                             "leaq $1, $0", "=r,*m", /*hasSideEffects=*/false);
  CallInst *Result = B.CreateCall(Asm, {Address});
  Result->addParamAttr(
      0, Attribute::get(C, Attribute::ElementType, Type::getInt8Ty(C)));
  Result->setDoesNotThrow();
  Result->setMetadata("nosanitize", MDNode::get(C, {}));
  return Result;
}

// An assembler does not read back each name that it is given in asm.
bool canBeNamed(const Value &Address) {
  StringRef Name = Address.stripPointerCasts()->getName();
  return all_of(Name, [](char C) {
    return isPrint(C) && C != '"' && C != '\\' && C != '@';
  });
}

void getArgumentsAgain(CallBase &Exit) {
  for (Use &U : Exit.args()) {
    auto *Old = dyn_cast<Instruction>(U);
    if (Old && isFrameAddress(*Old)) {
      Instruction *New = Old->clone();
      IRBuilder<>(&Exit).Insert(New);
      U.set(getAgain(New, Exit));
      if (Old->use_empty())
        Old->eraseFromParent();
    } else if (isa<Constant>(U) && canBeNamed(*U)) {
      U.set(getAgain(U, Exit));
    }
  }
}

bool getArgumentsAgain(Function &F) {
  if (!F.hasFnAttribute(DoneAttribute) || F.hasOptNone() ||
      !isX86(*F.getParent()))
    return false;
  SmallVector<CallBase *, 8> Exits;
  for (Instruction &I : instructions(F))
    if (isExit(I))
      Exits.push_back(cast<CallBase>(&I));
  for (CallBase *Exit : Exits)
    getArgumentsAgain(*Exit);
  return !Exits.empty();
}

// A pad that begins with a hook needs no other: exits close what lies below.
bool beginsWithHook(BasicBlock &Pad) {
  for (Instruction &I : make_range(Pad.getFirstInsertionPt(), Pad.end())) {
    if (I.isDebugOrPseudoInst() || isFrameAddress(I))
      continue;
    return isExit(I);
  }
  return false;
}

bool placeInPads(Function &F, Hooks &H) {
  bool Changed = false;
  for (BasicBlock &BB : F) {
    if (!BB.isLandingPad() || beginsWithHook(BB))
      continue;
    IRBuilder<> B(&BB, BB.getFirstInsertionPt());
    H.unwound(B);
    Changed = true;
  }
  return Changed;
}

bool returnsTwice(const Instruction &I) {
  auto *Call = dyn_cast<CallBase>(&I);
  if (!Call)
    return false;
  return Call->hasFnAttr(Attribute::ReturnsTwice) ||
         Call->getIntrinsicID() == Intrinsic::eh_sjlj_setjmp;
}

// The depth is kept in memory and read as volatile: what a register held may be
// something else when the call returns again.
void bracket(CallBase &Call, Hooks &H) {
  Function &F = *Call.getFunction();
  IRBuilder<> Entry(&F.getEntryBlock(), F.getEntryBlock().begin());
  AllocaInst *Slot = Entry.CreateAlloca(Entry.getInt64Ty());
  IRBuilder<> Before(&Call);
  Before.CreateStore(H.depth(Before), Slot, /*isVolatile=*/true);
  BasicBlock::iterator Next = afterReturn(Call);
  IRBuilder<> After(Next->getParent(), Next);
  H.unwoundTo(After, After.CreateLoad(After.getInt64Ty(), Slot,
                                      /*isVolatile=*/true));
}

bool placeAroundSetjmp(Function &F, Hooks &H) {
  SmallVector<CallBase *, 4> Calls;
  for (Instruction &I : instructions(F)) {
    if (isHookCall(I, MEMFN_HOOK_UNWOUND_TO))
      return false;
    if (returnsTwice(I) && !cast<CallBase>(I).isMustTailCall())
      Calls.push_back(cast<CallBase>(&I));
  }
  for (CallBase *Call : Calls)
    bracket(*Call, H);
  return !Calls.empty();
}

bool hookCoroutines(Module &M, Hooks &H) {
  Strings S(M);
  Descriptors D(M, S);
  bool Changed = false;
  for (Function &F : M) {
    if (F.isDeclaration() || !F.hasFnAttribute(CoroutineAttribute) ||
        F.isPresplitCoroutine())
      continue;
    // Copied: the attribute goes before its text is used.
    std::string Label =
        F.getFnAttribute(CoroutineAttribute).getValueAsString().str();
    F.removeFnAttr(CoroutineAttribute);
    H.placeInFunction(F, D.ofFunction(F, Label, 0), /*Shared=*/false);
    Changed = true;
  }
  D.finish();
  return Changed;
}

// Not always in the entry block: a tail call of itself has become a loop.
CallBase *entryHook(Function &F) {
  for (Instruction &I : instructions(F))
    if (isHookCall(I, MEMFN_HOOK_ENTER))
      return cast<CallBase>(&I);
  return nullptr;
}

// When there is no memory, it does not matter what an exception costs.
bool isNew(const CallBase &Call) {
  const Function *F = Call.getCalledFunction();
  return F && (compat::startsWith(F->getName(), "_Znwm") ||
               compat::startsWith(F->getName(), "_Znam"));
}

// By one that finds no cleanup: past a catch that does not fit, too.
bool mayBeLeftByException(const Function &F) {
  for (const Instruction &I : instructions(F)) {
    auto *Call = dyn_cast<CallInst>(&I);
    if (Call && !Call->doesNotThrow() && !Call->isMustTailCall() &&
        !(F.hasPersonalityFn() && isNew(*Call)))
      return true;
    auto *Pad = dyn_cast<LandingPadInst>(&I);
    if (Pad && !Pad->isCleanup())
      return true;
  }
  return false;
}

// Functions with a profile may be split (-fsplit-machine-functions).
bool needsPads(const Function &F) {
  return (F.hasPersonalityFn() && !hasCxxPersonality(F)) ||
         (compat::SplitNeedsPads && F.hasProfileData());
}

// Where nothing came with a personality of another kind meanwhile, inlined, the
// unwinder may pass without a pad. Cleanups that there are end with the exit.
bool placeForExceptions(Function &F, Hooks &H) {
  if (!F.hasFnAttribute(PassedAttribute))
    return false;
  F.removeFnAttr(PassedAttribute);
  CallBase *Enter = entryHook(F);
  if (F.doesNotThrow() || !Enter)
    return true;
  auto *Descriptor = cast<Constant>(Enter->getArgOperand(0));
  bool Passed = !needsPads(F) && mayBeLeftByException(F);
  if (Passed) {
    H.placeAtResumes(F, Descriptor);
    F.setPersonalityFn(passedPersonality(F));
  } else if (F.hasPersonalityFn() || needsPads(F)) {
    H.placeForExceptions(F, Descriptor, /*Shared=*/false);
  }
  return true;
}

} // namespace

bool runLate(Module &M) {
  if (!isSupportedTarget(M))
    return false;
  Hooks H(M);
  bool Changed = hookCoroutines(M, H);
  FunctionSet Early = runsBeforeTls(M);
  for (Function &F : M) {
    if (F.isDeclaration() || F.hasAvailableExternallyLinkage() ||
        F.hasFnAttribute(Attribute::Naked) || Early.count(&F))
      continue;
    Changed |= placeForExceptions(F, H);
    Changed |= placeAroundSetjmp(F, H);
    Changed |= placeInPads(F, H);
    Changed |= getArgumentsAgain(F);
  }
  return Changed;
}

} // namespace memfn
