// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Descriptors.h"
#include "Compat.h"
#include "Names.h"
#include "Origin.h"
#include "Registration.h"
#include "memfn/abi.h"
#include "llvm/IR/Constants.h"
#include "llvm/Transforms/Utils/ModuleUtils.h"

using namespace llvm;

namespace memfn {

namespace {

constexpr const char *RegisterName = "memfn.register.v1";
constexpr const char *DescriptorPrefix = "__memfn_desc.";

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
  registerSection(M, {RegisterName, MEMFN_DESC_SECTION, MEMFN_HOOK_REGISTER,
                      /*Optional=*/false});
}

} // namespace memfn
