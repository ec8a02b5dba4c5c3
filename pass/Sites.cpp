// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Sites.h"
#include "Compat.h"
#include "Descriptors.h"
#include "Effects.h"
#include "Hooks.h"
#include "Kinds.h"
#include "Report.h"
#include "memfn/abi.h"
#include "llvm/IR/Constants.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/InlineAsm.h"
#include "llvm/IR/IntrinsicInst.h"
#include <map>
#include <tuple>

using namespace llvm;

namespace memfn {

namespace {

struct Place {
  std::string File;
  unsigned Line;
  Kind What;

  bool operator<(const Place &O) const {
    return std::tie(File, Line, What.Name, What.Guess) <
           std::tie(O.File, O.Line, O.What.Name, O.What.Guess);
  }
};

// A call that the compiler made has line 0, and counts to where the function
// begins.
void locate(const CallBase &Call, Place &P) {
  DISubprogram *SP = Call.getFunction()->getSubprogram();
  DILocation *Where = Call.getDebugLoc();
  bool HasLine = Where && Where->getLine();
  P.Line = HasLine ? Where->getLine() : SP->getLine();
  P.File = (HasLine ? Where->getFilename() : SP->getFilename()).str();
}

Constant *siteConstant(Module &M, Strings &S, const Place &P) {
  LLVMContext &C = M.getContext();
  PointerType *Pointer = compat::pointerType(C);
  Type *Word = Type::getInt32Ty(C);
  Constant *Fields[] = {
      S.get(P.File),
      P.What.Name.empty() ? ConstantPointerNull::get(Pointer)
                          : S.get(P.What.Name),
      ConstantInt::get(Word, P.Line),
      ConstantInt::get(Word, P.What.Guess ? MEMFN_SITE_GUESS : 0),
      ConstantInt::get(Type::getInt64Ty(C), 0),
  };
  Constant *Init = ConstantStruct::getAnon(Fields);
  auto *G = new GlobalVariable(M, Init->getType(), false,
                               GlobalValue::PrivateLinkage, Init, "memfn.site");
  G->setAlignment(Align(8));
  return ConstantExpr::getPointerCast(G, Pointer);
}

Constant *topOfStack(Module &M) {
  PointerType *Pointer = compat::pointerType(M.getContext());
  GlobalVariable *Top = M.getNamedGlobal(MEMFN_HOOK_TOP);
  if (!Top)
    Top = new GlobalVariable(M, Pointer, false, GlobalValue::ExternalLinkage,
                             nullptr, MEMFN_HOOK_TOP, nullptr,
                             GlobalValue::InitialExecTLSModel);
  return ConstantExpr::getPointerCast(Top, compat::pointerTo(Pointer));
}

// The top, by asm: the code generator keeps the offset of a thread-local
// variable in a register that each call has to save, and an exception to
// restore.
Value *loadTopByAsm(IRBuilder<> &B) {
  PointerType *Pointer = compat::pointerType(B.getContext());
  auto *Asm = InlineAsm::get(FunctionType::get(Pointer, false),
                             "movq " MEMFN_HOOK_TOP "@GOTTPOFF(%rip), $0\n\t"
                             "movq %fs:($0), $0",
                             "=r", /*hasSideEffects=*/true);
  CallInst *Load = B.CreateCall(Asm);
  Load->setDoesNotThrow();
  Load->addFnAttr(Attribute::WillReturn);
  compat::setInaccessibleMemoryOnly(*Load);
  return Load;
}

// Volatile, for as far as LLVM knows malloc reads no memory of the program's.
void storeSite(CallBase &Call, Constant *Site, bool ByAsm) {
  Module &M = *Call.getModule();
  IRBuilder<> B(&Call);
  PointerType *Pointer = compat::pointerType(M.getContext());
  auto *Frame = cast<Instruction>(ByAsm ? loadTopByAsm(B)
                                        : B.CreateLoad(Pointer, topOfStack(M)));
  Value *Slot = B.CreatePointerCast(Frame, compat::pointerTo(Pointer));
  StoreInst *Store = B.CreateStore(Site, Slot, /*isVolatile=*/true);
  MDNode *Mark = MDNode::get(M.getContext(), {});
  Frame->setMetadata("nosanitize", Mark);
  Store->setMetadata("nosanitize", Mark);
}

// Asm costs one more instruction for each store, and saves a register's load,
// push and pop: it wins up to the third.
bool isBetterByAsm(const Function &F, size_t Stores) {
  const Module &M = *F.getParent();
  bool Small = !M.getCodeModel() || *M.getCodeModel() == CodeModel::Small;
  return Stores <= 3 && !F.hasOptNone() && isX86(M) && Small;
}

// After these another frame may be current, or the same with another site.
bool comesBackElsewhere(const CallBase &Call) {
  if (Call.hasFnAttr(Attribute::ReturnsTwice))
    return true;
  const Function *F = calleeOf(Call);
  return F && (compat::startsWith(F->getName(), "llvm.coro.") ||
               F->getIntrinsicID() == Intrinsic::eh_sjlj_setjmp);
}

} // namespace

void Sites::placeInFunction(Function &F) {
  if (!F.getSubprogram())
    return;
  std::map<Place, Constant *> Known;
  SmallVector<std::pair<CallBase *, Constant *>, 8> Stores;
  for (BasicBlock &BB : F) {
    Constant *Current = nullptr;
    for (Instruction &I : BB) {
      auto *Call = dyn_cast<CallBase>(&I);
      if (!Call)
        continue;
      if (comesBackElsewhere(*Call))
        Current = nullptr;
      if (!E.mayAllocate(*Call) || Call->isMustTailCall())
        continue;
      Place P;
      locate(*Call, P);
      P.What = K.of(*Call);
      if (K.isAllocation(*Call))
        R.allocation(F, P.File, P.Line, P.What.Name, P.What.Guess);
      Constant *&Site = Known[P];
      if (!Site)
        Site = siteConstant(M, S, P);
      if (Site != Current)
        Stores.push_back({Call, Site});
      Current = Site;
    }
  }
  bool ByAsm = isBetterByAsm(F, Stores.size());
  for (auto &Store : Stores)
    storeSite(*Store.first, Store.second, ByAsm);
}

} // namespace memfn
