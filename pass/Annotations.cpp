// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Annotations.h"
#include "Compat.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/Analysis/ValueTracking.h"
#include "llvm/IR/Constants.h"
#include "llvm/IR/GlobalVariable.h"

using namespace llvm;

namespace memfn {

namespace {

constexpr const char *TableName = "llvm.global.annotations";

// annotate("memprof", "label"): the label is the first of the arguments, which
// stand in a struct of their own.
std::string labelOf(const ConstantStruct &Entry) {
  StringRef Label;
  if (Entry.getNumOperands() < 5)
    return "";
  auto *Arguments =
      dyn_cast<GlobalVariable>(Entry.getOperand(4)->stripPointerCasts());
  if (!Arguments || !Arguments->hasInitializer())
    return "";
  auto *Struct = dyn_cast<ConstantStruct>(Arguments->getInitializer());
  if (Struct && Struct->getNumOperands() > 0 &&
      Struct->getOperand(0)->getType()->isPointerTy())
    getConstantStringInfo(Struct->getOperand(0), Label);
  return Label.str();
}

void note(Annotation &A, StringRef Text, std::string Label) {
  A.Never |= Text == "memprof_never";
  if (Text != "memprof")
    return;
  A.Profile = true;
  if (!Label.empty())
    A.Label = std::move(Label);
}

// True when the entry is MemFn's.
bool takeEntry(AnnotationMap &Map, Constant *Entry) {
  auto *Struct = dyn_cast<ConstantStruct>(Entry);
  StringRef Text;
  if (!Struct || !getConstantStringInfo(Struct->getOperand(1), Text) ||
      (Text != "memprof" && Text != "memprof_never"))
    return false;
  Value *Target = Struct->getOperand(0)->stripPointerCastsAndAliases();
  if (auto *F = dyn_cast<Function>(Target))
    note(Map[F], Text, labelOf(*Struct));
  return true;
}

void replaceTable(GlobalVariable &Old, ArrayRef<Constant *> Entries) {
  if (!Entries.empty()) {
    auto *Type = ArrayType::get(Entries[0]->getType(), Entries.size());
    auto *New = new GlobalVariable(
        *Old.getParent(), Type, false, Old.getLinkage(),
        ConstantArray::get(Type, Entries), "", &Old, Old.getThreadLocalMode(),
        Old.getType()->getAddressSpace());
    New->setSection(Old.getSection());
    New->takeName(&Old);
  }
  Old.eraseFromParent();
}

// clang before 18 keeps no annotation of constructors and destructors, but
// __attribute__((assume("memprof"))) it does; "memprof:LABEL" has a label.
void readAssumptions(const Function &F, AnnotationMap &Map) {
  StringRef Text = F.getFnAttribute("llvm.assume").getValueAsString();
  SmallVector<StringRef, 4> Items;
  Text.split(Items, ',', -1, false);
  for (StringRef Item : Items) {
    auto [Name, Label] = Item.split(':');
    if (Name == "memprof" || Name == "memprof_never")
      note(Map[&F], Name, Label.str());
  }
}

} // namespace

AnnotationMap takeAnnotations(Module &M) {
  AnnotationMap Map;
  for (Function &F : M)
    if (F.hasFnAttribute("llvm.assume"))
      readAssumptions(F, Map);
  GlobalVariable *Table = M.getNamedGlobal(TableName);
  if (!Table || !Table->hasInitializer())
    return Map;
  auto *Entries = dyn_cast<ConstantArray>(Table->getInitializer());
  if (!Entries)
    return Map;
  SmallVector<Constant *, 16> Others;
  for (Use &U : Entries->operands())
    if (!takeEntry(Map, cast<Constant>(U.get())))
      Others.push_back(cast<Constant>(U.get()));
  if (Others.size() != Entries->getNumOperands())
    replaceTable(*Table, Others);
  return Map;
}

} // namespace memfn
