// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "SourceText.h"
#include "Compat.h"
#include "Effects.h"
#include "Names.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Path.h"

using namespace llvm;

namespace memfn {

namespace {

bool isNamePart(char C) { return isAlnum(C) || C == '_'; }

// What follows from the given line and column on, both from 1; or empty.
StringRef fromPlace(StringRef Text, unsigned Line, unsigned Column) {
  for (unsigned I = 1; I < Line; ++I) {
    size_t End = Text.find('\n');
    if (End == StringRef::npos)
      return "";
    Text = Text.substr(End + 1);
  }
  return Column ? Text.substr(Column - 1) : "";
}

// What is in the brackets that Text begins with; empty where they do not end.
StringRef inBrackets(StringRef Text) {
  int Depth = 0;
  if (Text.empty() || Text[0] != '(')
    return "";
  for (size_t I = 0; I < Text.size(); ++I) {
    Depth += (Text[I] == '(') - (Text[I] == ')');
    if (Depth == 0)
      return Text.slice(1, I);
  }
  return "";
}

// As a call writes it: malloc, operator new.
std::string calledName(const Function &F) {
  StringRef Name = F.getName();
  if (compat::startsWith(Name, "_Znw"))
    return "operator new";
  if (compat::startsWith(Name, "_Zna"))
    return "operator new[]";
  return demangledNames(Name).Name;
}

// Is what comes behind Before a term or a factor of an argument? It is not what
// is taken off, divided by, chosen or handed to a function or a macro.
bool isAddedUp(StringRef Before) {
  Before = Before.rtrim();
  if (!Before.empty() &&
      StringRef("*+,(").find(Before.back()) == StringRef::npos)
    return false;
  int Depth = 0;
  for (size_t I = Before.size(); I-- > 0;) {
    Depth += (Before[I] == ')') - (Before[I] == '(');
    if (Depth >= 0)
      continue;
    StringRef Outside = Before.take_front(I).rtrim();
    if (!Outside.empty() && isNamePart(Outside.back()))
      return false;
    Depth = 0;
  }
  return true;
}

// `std::malloc (n)` begins with a call of malloc; gives `(n)`.
StringRef afterName(StringRef Text, StringRef Name) {
  for (StringRef Scope : {"::", "std::"})
    if (compat::startsWith(Text, Scope))
      Text = Text.substr(Scope.size());
  return compat::startsWith(Text, Name) ? Text.substr(Name.size()).ltrim() : "";
}

} // namespace

StringRef SourceText::file(const DILocation &Place) {
  SmallString<128> Path(Place.getFilename());
  if (!sys::path::is_absolute(Path)) {
    Path = Place.getDirectory();
    sys::path::append(Path, Place.getFilename());
  }
  auto Known = Files.try_emplace(Path);
  if (Known.second)
    if (auto Buffer = MemoryBuffer::getFile(Path))
      Known.first->second = std::move(*Buffer);
  MemoryBuffer *Found = Known.first->second.get();
  return Found ? Found->getBuffer() : "";
}

StringRef SourceText::argumentsOf(const CallBase &Call) {
  DILocation *Place = Call.getDebugLoc();
  const Function *F = calleeOf(Call);
  if (!Place || !F)
    return "";
  StringRef Rest =
      fromPlace(file(*Place), Place->getLine(), Place->getColumn());
  return inBrackets(afterName(Rest, calledName(*F)));
}

SmallVector<SizeofOperand, 2> sizeofOperands(StringRef Text) {
  SmallVector<SizeofOperand, 2> Result;
  const StringRef Keyword = "sizeof";
  for (size_t I = 0; (I = Text.find(Keyword, I)) != StringRef::npos;) {
    bool Word = I == 0 || !isNamePart(Text[I - 1]);
    StringRef Before = Text.take_front(I);
    I += Keyword.size();
    StringRef Operand = inBrackets(Text.substr(I).ltrim()).trim();
    if (Word && !Operand.empty())
      Result.push_back({Operand, isAddedUp(Before)});
  }
  return Result;
}

} // namespace memfn
