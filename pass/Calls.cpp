// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Calls.h"
#include "Blocks.h"
#include "Compat.h"
#include "Descriptors.h"
#include "Effects.h"
#include "Hooks.h"
#include "List.h"
#include "Origin.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/Analysis/ConstantFolding.h"
#include "llvm/IR/InstIterator.h"

using namespace llvm;

namespace memfn {

namespace {

constexpr const char *HookedAttribute = "memfn-call";

Function *asFunction(Value *V) {
  return dyn_cast<Function>(V->stripPointerCastsAndAliases());
}

// What a variable holds into which one function is stored and nothing else, and
// whose address goes nowhere; or null.
Function *onlyFunctionIn(const AllocaInst &A) {
  Function *Result = nullptr;
  for (const User *U : A.users()) {
    auto *Store = dyn_cast<StoreInst>(U);
    auto *Other = dyn_cast<Instruction>(U);
    if (isa<LoadInst>(U) || (Other && Other->isLifetimeStartOrEnd()))
      continue;
    Function *F = Store && Store->getPointerOperand() == &A
                      ? asFunction(Store->getOperand(0))
                      : nullptr;
    if (!F || (Result && Result != F))
      return nullptr;
    Result = F;
  }
  return Result;
}

// The callee, also where a constant or a variable that never changes holds its
// address.
Function *knownCallee(const CallBase &Call) {
  Value *Operand = Call.getCalledOperand();
  if (Function *F = asFunction(Operand))
    return F;
  auto *Load = dyn_cast<LoadInst>(Operand->stripPointerCasts());
  if (!Load)
    return nullptr;
  if (auto *A = dyn_cast<AllocaInst>(Load->getPointerOperand()))
    return onlyFunctionIn(*A);
  auto *Place = dyn_cast<Constant>(Load->getPointerOperand());
  Constant *Value =
      Place ? ConstantFoldLoadFromConstPtr(Place, Load->getType(),
                                           Call.getModule()->getDataLayout())
            : nullptr;
  return Value ? asFunction(Value) : nullptr;
}

class CallHooks {
public:
  CallHooks(Lists &Given, Hooks &Into, Descriptors &Known)
      : L(Given), H(Into), D(Known) {}

  void placeInFunction(Function &F) {
    SmallVector<CallBase *, 8> Calls;
    for (Instruction &I : instructions(F))
      if (auto *Call = dyn_cast<CallBase>(&I))
        if (isWanted(*Call))
          Calls.push_back(Call);
    for (CallBase *Call : Calls)
      place(*Call, *knownCallee(*Call));
  }

private:
  bool isWanted(const CallBase &Call) {
    const Function *F = knownCallee(Call);
    if (!F || !F->isDeclarationForLinker() || F->isIntrinsic() ||
        compat::startsWith(F->getName(), "__memfn_") || Call.isMustTailCall() ||
        Call.hasFnAttr(HookedAttribute) ||
        Call.hasFnAttr(Attribute::ReturnsTwice))
      return false;
    auto Known = Wanted.insert({F, false});
    if (Known.second)
      Known.first->second = L.callMatch(*F);
    return Known.first->second;
  }

  void place(CallBase &Place, Function &Callee) {
    CallBase *Call = &Place;
    Function &Host = *Call->getFunction();
    Constant *Descriptor = D.ofCallee(Callee);
    Call->addFnAttr(Attribute::get(Host.getContext(), HookedAttribute));
    compat::dropMemoryAttributes(*Call);
    compat::dropMemoryAttributes(Callee);
    IRBuilder<> Before(Call);
    H.enter(Before, Descriptor, /*Shared=*/true);
    if (!Host.doesNotThrow() && !Call->doesNotThrow()) {
      givePersonality(Host);
      BasicBlock::iterator I = afterThrow(Call);
      IRBuilder<> Thrown(I->getParent(), I);
      H.exit(Thrown, Descriptor, /*Shared=*/true);
    }
    if (Call->doesNotReturn())
      return;
    BasicBlock::iterator I = afterReturn(*Call);
    IRBuilder<> Returned(I->getParent(), I);
    Returned.SetCurrentDebugLocation(Call->getDebugLoc());
    H.exit(Returned, Descriptor, /*Shared=*/true);
  }

  Lists &L;
  Hooks &H;
  Descriptors &D;
  DenseMap<const Function *, bool> Wanted;
};

} // namespace

void hookCalls(Module &M, Lists &L, Hooks &H, Descriptors &D) {
  if (!L.hasCalls())
    return;
  FunctionSet Early = runsBeforeTls(M);
  CallHooks Placer(L, H, D);
  for (Function &F : M) {
    bool Split = F.isPresplitCoroutine();
    if (F.isDeclarationForLinker() || Early.count(&F) ||
        F.hasFnAttribute(Attribute::Naked) ||
        (Split && !compat::FrameAddressSurvivesSuspend))
      continue;
    Placer.placeInFunction(F);
  }
}

} // namespace memfn
