// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Registration.h"
#include "Compat.h"
#include "Hooks.h"
#include "memfn/abi.h"
#include "llvm/IR/Constants.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/Transforms/Utils/ModuleUtils.h"

using namespace llvm;

namespace memfn {

namespace {

// The linker defines these two; weak, for it drops the section when it drops
// every function that refers to it.
Constant *sectionBound(Module &M, StringRef Which, StringRef Section) {
  std::string Name = "__" + Which.str() + "_" + Section.str();
  Type *Byte = Type::getInt8Ty(M.getContext());
  GlobalVariable *Bound = M.getNamedGlobal(Name);
  if (!Bound) {
    Bound = new GlobalVariable(M, Byte, false, GlobalValue::ExternalWeakLinkage,
                               nullptr, Name);
    Bound->setVisibility(GlobalValue::HiddenVisibility);
  }
  return ConstantExpr::getPointerCast(Bound,
                                      compat::pointerType(M.getContext()));
}

// A wrong runtime does not define this symbol, and the linker says so.
void referToAbi(IRBuilder<> &B, Module &M) {
  Type *Byte = B.getInt8Ty();
  PointerType *Pointer = compat::pointerType(M.getContext());
  Constant *Abi = M.getOrInsertGlobal(MEMFN_ABI_SYMBOL, Byte);
  AllocaInst *Slot = B.CreateAlloca(Pointer);
  B.CreateStore(ConstantExpr::getPointerCast(Abi, Pointer), Slot,
                /*isVolatile=*/true);
}

Function *emptyConstructor(Module &M, StringRef Name) {
  Type *Void = Type::getVoidTy(M.getContext());
  auto *F = Function::Create(FunctionType::get(Void, false),
                             GlobalValue::LinkOnceODRLinkage, Name, M);
  F->setVisibility(GlobalValue::HiddenVisibility);
  F->setComdat(M.getOrInsertComdat(Name));
  F->setDoesNotThrow();
  F->addFnAttr(Attribute::NoInline);
  F->addFnAttr(DoneAttribute);
  return F;
}

// Goes on where the hook is there.
void skipWithoutRuntime(IRBuilder<> &B, Function &F, Function &Hook) {
  LLVMContext &C = F.getContext();
  Hook.setLinkage(GlobalValue::ExternalWeakLinkage);
  BasicBlock *There = BasicBlock::Create(C, "there", &F);
  BasicBlock *Absent = BasicBlock::Create(C, "absent", &F);
  B.CreateCondBr(B.CreateIsNotNull(&Hook), There, Absent);
  ReturnInst::Create(C, Absent);
  B.SetInsertPoint(There);
}

} // namespace

void registerSection(Module &M, const Registration &R) {
  if (M.getFunction(R.Name))
    return;
  LLVMContext &C = M.getContext();
  PointerType *Pointer = compat::pointerType(C);
  Function *F = emptyConstructor(M, R.Name);
  IRBuilder<> B(BasicBlock::Create(C, "entry", F));
  FunctionCallee Hook = M.getOrInsertFunction(
      R.Hook, FunctionType::get(Type::getVoidTy(C), {Pointer, Pointer}, false));
  if (R.Optional)
    skipWithoutRuntime(B, *F, *cast<Function>(Hook.getCallee()));
  else
    referToAbi(B, M);
  B.CreateCall(Hook, {sectionBound(M, "start", R.Section),
                      sectionBound(M, "stop", R.Section)});
  B.CreateRetVoid();
  appendToGlobalCtors(M, F, 1, F);
}

} // namespace memfn
