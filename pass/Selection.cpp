// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Selection.h"
#include "Compat.h"
#include "Descriptors.h"
#include "List.h"
#include "Registration.h"
#include "memfn/abi.h"
#include "llvm/IR/Constants.h"
#include "llvm/Transforms/Utils/ModuleUtils.h"

using namespace llvm;

namespace memfn {

namespace {

unsigned sectionOf(const ListLine &L) {
  switch (L.Where) {
  case ListSection::Profile:
    return MEMFN_LIST_PROFILE;
  case ListSection::Never:
    return MEMFN_LIST_NEVER;
  case ListSection::Calls:
    return MEMFN_LIST_CALLS;
  }
  return MEMFN_LIST_PROFILE;
}

Constant *record(LLVMContext &C, const ListLine &L, Strings &S) {
  Type *Word = Type::getInt32Ty(C);
  Constant *Fields[] = {
      S.get(L.File),
      S.get(L.text()),
      ConstantInt::get(Word, L.Number),
      ConstantInt::get(Word, sectionOf(L)),
      ConstantInt::get(Word, L.Matched.size()),
      ConstantInt::get(Word, L.Decided.size()),
  };
  return ConstantStruct::getAnon(Fields);
}

} // namespace

void recordSelection(Module &M, const Lists &L, Strings &S) {
  SmallVector<Constant *, 16> Records;
  for (const ListLine &Line : L.lines())
    Records.push_back(record(M.getContext(), Line, S));
  if (Records.empty())
    return;
  auto *Type = ArrayType::get(Records[0]->getType(), Records.size());
  auto *G =
      new GlobalVariable(M, Type, false, GlobalValue::InternalLinkage,
                         ConstantArray::get(Type, Records), "__memfn_lists");
  G->setSection(MEMFN_LIST_SECTION);
  G->setAlignment(Align(8));
  appendToCompilerUsed(M, {G});
  registerSection(M, {"memfn.register_lists.v1", MEMFN_LIST_SECTION,
                      MEMFN_HOOK_REGISTER_LISTS, /*Optional=*/true});
}

} // namespace memfn
