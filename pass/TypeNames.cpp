// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "TypeNames.h"
#include "Compat.h"
#include "DebugTypes.h"
#include "llvm/IR/DebugInfo.h"

using namespace llvm;

namespace memfn {

namespace {

// Debug info has them only where a variable is of such a type.
struct Basic {
  const char *Text, *Name;
  uint64_t Size;
};
const Basic Basics[] = {
    {"char", "char", 1},
    {"signed char", "signed char", 1},
    {"unsigned char", "unsigned char", 1},
    {"short", "short", 2},
    {"unsigned short", "unsigned short", 2},
    {"int", "int", 4},
    {"unsigned", "unsigned int", 4},
    {"unsigned int", "unsigned int", 4},
    {"long", "long", 0},
    {"unsigned long", "unsigned long", 0},
    {"long long", "long long", 8},
    {"unsigned long long", "unsigned long long", 8},
    {"float", "float", 4},
    {"double", "double", 8},
    {"void", "void", 0},
};

StringRef dropQualifiers(StringRef Text) {
  for (bool Again = true; Again;) {
    Again = false;
    for (StringRef Word : {"const", "volatile"}) {
      StringRef Rest = Text.substr(Word.size());
      if (compat::startsWith(Text, Word) && Rest != Rest.ltrim()) {
        Text = Rest.ltrim();
        Again = true;
      }
      if (compat::endsWith(Text, (" " + Word).str())) {
        Text = Text.drop_back(Word.size()).rtrim();
        Again = true;
      }
    }
  }
  return Text;
}

bool dropTag(StringRef &Text) {
  for (StringRef Tag : {"struct ", "union ", "enum ", "class "})
    if (compat::startsWith(Text, Tag)) {
      Text = Text.substr(Tag.size()).ltrim();
      return true;
    }
  return false;
}

} // namespace

void TypeNames::add(StringRef Name, DIType *T) {
  if (Name.empty())
    return;
  auto Known = Types.try_emplace(Name, T);
  if (!Known.second && Known.first->second != T)
    Known.first->second = nullptr;
}

// Tags and typedefs live in one map: in C a name that is both is most often
// both for one type.
void TypeNames::read() {
  DebugInfoFinder Finder;
  Finder.processModule(M);
  Read = true;
  for (DIType *T : Finder.types()) {
    if (T->getName().empty() || T->isForwardDecl() ||
        (!isa<DICompositeType>(T) && T->getTag() != dwarf::DW_TAG_typedef))
      continue;
    DIType *Plain = canonical(T);
    add(T->getName(), Plain);
    if (std::string Full = qualified(T); Full != T->getName())
      add(Full, Plain);
  }
}

DIType *TypeNames::named(StringRef Name) {
  if (!Read)
    read();
  return Types.lookup(Name);
}

TypeNames::Found TypeNames::find(StringRef Text, bool IsCxx) {
  std::string Stars;
  for (Text = dropQualifiers(Text.trim()); compat::endsWith(Text, "*");
       Text = dropQualifiers(Text.drop_back().rtrim()))
    Stars += '*';
  uint64_t Pointer = M.getDataLayout().getPointerSize();
  for (const Basic &B : Basics)
    if (Text == B.Text && !(Text == "void" && Stars.empty()))
      return {B.Name + Stars, Stars.empty() ? B.Size : Pointer};
  dropTag(Text);
  if (compat::startsWith(Text, "::"))
    Text = Text.substr(2);
  DIType *T = named(Text);
  if (!T)
    return {};
  return {spell(T, IsCxx) + Stars,
          Stars.empty() ? T->getSizeInBits() / 8 : Pointer};
}

} // namespace memfn
