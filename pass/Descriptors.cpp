// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Descriptors.h"
#include "Compat.h"
#include "Names.h"
#include "Origin.h"
#include "memfn/abi.h"
#include "llvm/IR/Constants.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/Transforms/Utils/ModuleUtils.h"

using namespace llvm;

namespace memfn {

namespace {

constexpr const char *RegisterName = "memfn.register.v1";
constexpr const char *DescriptorPrefix = "__memfn_desc.";

// The linker defines these two; weak, for it drops the section when it drops
// every function that refers to it.
Constant *sectionBound(Module &M, StringRef Which) {
  std::string Name = "__" + Which.str() + "_" MEMFN_DESC_SECTION;
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

// One constructor for each linked object, whatever number of modules it has.
void addConstructor(Module &M) {
  if (M.getFunction(RegisterName))
    return;
  LLVMContext &C = M.getContext();
  PointerType *Pointer = compat::pointerType(C);
  Type *Void = Type::getVoidTy(C);
  auto *F = Function::Create(FunctionType::get(Void, false),
                             GlobalValue::LinkOnceODRLinkage, RegisterName, M);
  F->setVisibility(GlobalValue::HiddenVisibility);
  F->setComdat(M.getOrInsertComdat(RegisterName));
  F->setDoesNotThrow();
  F->addFnAttr(Attribute::NoInline);
  F->addFnAttr("memfn-done");
  IRBuilder<> B(BasicBlock::Create(C, "entry", F));
  referToAbi(B, M);
  B.CreateCall(
      M.getOrInsertFunction(MEMFN_HOOK_REGISTER,
                            FunctionType::get(Void, {Pointer, Pointer}, false)),
      {sectionBound(M, "start"), sectionBound(M, "stop")});
  B.CreateRetVoid();
  appendToGlobalCtors(M, F, 1, F);
}

} // namespace

Constant *Strings::get(StringRef Text) {
  Constant *&Pointer = Known[Text];
  if (Pointer)
    return Pointer;
  Constant *Data = ConstantDataArray::getString(M.getContext(), Text);
  auto *G = new GlobalVariable(M, Data->getType(), true,
                               GlobalValue::PrivateLinkage, Data, "memfn.str");
  G->setUnnamedAddr(GlobalValue::UnnamedAddr::Global);
  G->setAlignment(Align(1));
  Pointer =
      ConstantExpr::getPointerCast(G, compat::pointerType(M.getContext()));
  return Pointer;
}

// A section of its own comdat where F has one: if F's were used and another
// object's won, copies of F inlined here would refer to nothing.
Constant *Descriptors::make(const Function &F, StringRef Label, StringRef File,
                            unsigned Line, unsigned Flags) {
  LLVMContext &C = M.getContext();
  Names N = namesOf(F);
  PointerType *Pointer = compat::pointerType(C);
  Type *Word = Type::getInt32Ty(C);
  Constant *Fields[] = {
      S.get(Label.empty() ? StringRef(N.Name) : Label),
      S.get(N.Pretty),
      S.get(N.Linkage),
      S.get(File),
      ConstantInt::get(Word, Line),
      ConstantInt::get(Word, Flags),
      ConstantPointerNull::get(Pointer),
  };
  Constant *Init = ConstantStruct::getAnon(Fields);
  bool Comdat = F.hasComdat() && !F.hasLocalLinkage();
  auto *G = new GlobalVariable(M, Init->getType(), false,
                               Comdat ? GlobalValue::LinkOnceODRLinkage
                                      : GlobalValue::InternalLinkage,
                               Init, DescriptorPrefix + F.getName());
  if (Comdat) {
    G->setVisibility(GlobalValue::HiddenVisibility);
    G->setComdat(M.getOrInsertComdat(G->getName()));
  }
  G->setSection(MEMFN_DESC_SECTION);
  G->setAlignment(Align(8));
  Made.push_back(G);
  return ConstantExpr::getPointerCast(G, Pointer);
}

Constant *Descriptors::ofFunction(const Function &F, StringRef Label,
                                  unsigned Flags) {
  return make(F, Label, fileOf(F), lineOf(F), Flags);
}

Constant *Descriptors::ofCallee(const Function &F) {
  Constant *&Known = Callees[F.getName()];
  if (!Known)
    Known = make(F, "", "~", 0, MEMFN_DESC_CALL | MEMFN_DESC_SHARED);
  return Known;
}

void Descriptors::finish() {
  if (Made.empty())
    return;
  appendToCompilerUsed(M, Made);
  addConstructor(M);
}

} // namespace memfn
