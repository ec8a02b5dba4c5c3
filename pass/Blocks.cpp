// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Blocks.h"
#include "Compat.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/Instructions.h"
#include "llvm/Transforms/Utils/BasicBlockUtils.h"
#include "llvm/Transforms/Utils/Local.h"

using namespace llvm;

namespace memfn {

namespace {

BasicBlock *makeCleanup(Function &F) {
  LLVMContext &C = F.getContext();
  BasicBlock *BB = BasicBlock::Create(C, "memfn.cleanup", &F);
  IRBuilder<> B(BB);
  Type *Exception =
      StructType::get(compat::pointerType(C), Type::getInt32Ty(C));
  LandingPadInst *Pad = B.CreateLandingPad(Exception, 0);
  Pad->setCleanup(true);
  B.CreateResume(Pad);
  return BB;
}

} // namespace

BasicBlock::iterator afterReturn(CallBase &Call) {
  auto *Invoke = dyn_cast<InvokeInst>(&Call);
  if (!Invoke)
    return std::next(Call.getIterator());
  BasicBlock *Normal = Invoke->getNormalDest();
  if (!Normal->getUniquePredecessor()) {
    BasicBlock *Between = BasicBlock::Create(
        Call.getContext(), "memfn.returned", Call.getFunction(), Normal);
    IRBuilder<>(Between).CreateBr(Normal);
    Normal->replacePhiUsesWith(Call.getParent(), Between);
    Invoke->setNormalDest(Between);
    Normal = Between;
  }
  return Normal->getFirstInsertionPt();
}

BasicBlock::iterator afterThrow(CallBase *&Call) {
  auto *Invoke = dyn_cast<InvokeInst>(Call);
  if (!Invoke) {
    BasicBlock *Cleanup = makeCleanup(*Call->getFunction());
    BasicBlock *Parent = Call->getParent();
    changeToInvokeAndSplitBasicBlock(cast<CallInst>(Call), Cleanup);
    Invoke = cast<InvokeInst>(Parent->getTerminator());
    Call = Invoke;
  } else if (!Invoke->getUnwindDest()->getUniquePredecessor()) {
    SmallVector<BasicBlock *, 2> Pads;
    SplitLandingPadPredecessors(Invoke->getUnwindDest(), {Invoke->getParent()},
                                ".memfn", ".others", Pads);
  }
  BasicBlock *Pad = Invoke->getUnwindDest();
  Pad->getLandingPadInst()->setCleanup(true);
  return Pad->getFirstInsertionPt();
}

} // namespace memfn
