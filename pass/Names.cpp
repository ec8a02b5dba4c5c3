// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// LLVM's partial demangler gives the name of a function without parameters and
// return type. Two things it writes differently from what C++ programmers know
// from gdb, perf and c++filt, and these are rewritten here: lambdas ('lambda'()
// for {lambda()#1}), and the enclosing function of a local entity, which it
// prints with its return type when it is a template.

#include "Names.h"
#include "Compat.h"
#include "llvm/Demangle/Demangle.h"
#include "llvm/IR/Function.h"
#include <cstdlib>

using namespace llvm;

namespace memfn {

namespace {

constexpr const char *SymbolAttribute = "memfn-symbol";

using Getter = char *(ItaniumPartialDemangler::*)(char *, size_t *) const;

std::string take(const ItaniumPartialDemangler &D, Getter Get) {
  size_t Size = 0;
  char *Text = (D.*Get)(nullptr, &Size);
  std::string Result = Text ? Text : "";
  std::free(Text);
  return Result;
}

std::string printWhole(const ItaniumPartialDemangler &D) {
  size_t Size = 0;
  char *Text = D.finishDemangle(nullptr, &Size);
  std::string Result = Text ? Text : "";
  std::free(Text);
  return Result;
}

// The end of the bracketed text that begins at Begin, or npos.
size_t closing(StringRef Text, size_t Begin) {
  int Depth = 0;
  for (size_t I = Begin; I < Text.size(); ++I) {
    Depth += Text[I] == '(' || Text[I] == '<' || Text[I] == '{';
    Depth -= Text[I] == ')' || Text[I] == '>' || Text[I] == '}';
    if (Depth == 0)
      return I + 1;
  }
  return StringRef::npos;
}

// 'lambda'(int) is {lambda(int)#1}, 'lambda0'(int) {lambda(int)#2}.
std::string rewriteLambda(StringRef Text, StringRef Number, size_t Parameters,
                          size_t &End) {
  End = Parameters;
  if (End < Text.size() && Text[End] == '<')
    End = closing(Text, End);
  if (End >= Text.size() || Text[End] != '(')
    return "";
  End = closing(Text, End);
  unsigned N = 0;
  if (End == StringRef::npos || (!Number.empty() && Number.getAsInteger(10, N)))
    return "";
  std::string Order = std::to_string(Number.empty() ? 1 : N + 2);
  return "{lambda" + Text.slice(Parameters, End).str() + "#" + Order + "}";
}

std::string rewriteUnnamed(StringRef Number) {
  unsigned N = 0;
  if (!Number.empty() && Number.getAsInteger(10, N))
    return "";
  return "{unnamed type#" + std::to_string(Number.empty() ? 1 : N + 2) + "}";
}

// What stands between apostrophes at Begin, rewritten, or an empty string.
std::string rewriteQuoted(StringRef Text, size_t Begin, size_t &End) {
  size_t Quote = Text.find('\'', Begin + 1);
  if (Quote == StringRef::npos)
    return "";
  StringRef Inside = Text.slice(Begin + 1, Quote);
  if (compat::startsWith(Inside, "lambda"))
    return rewriteLambda(Text, Inside.drop_front(6), Quote + 1, End);
  End = Quote + 1;
  if (compat::startsWith(Inside, "unnamed"))
    return rewriteUnnamed(Inside.drop_front(7));
  return "";
}

// Older demanglers write Foo<Bar<int> >.
std::string joinBrackets(std::string Text) {
  size_t I;
  while ((I = Text.find("> >")) != std::string::npos)
    Text.erase(I + 1, 1);
  return Text;
}

std::string tidy(std::string Text) {
  for (size_t I = 0; (I = Text.find('\'', I)) != std::string::npos; ++I) {
    size_t End = 0;
    std::string New = rewriteQuoted(Text, I, End);
    if (!New.empty())
      Text.replace(I, End - I, New);
  }
  return joinBrackets(std::move(Text));
}

std::string nameOf(const std::string &Symbol);

// A local entity is _ZZ <function> E <entity>. The function's end is where a
// symbol made of it demangles to what the name begins with.
std::string withoutReturnTypes(const std::string &Symbol, std::string Name) {
  if (!compat::startsWith(Symbol, "_ZZ"))
    return Name;
  for (size_t E = Symbol.find('E', 3); E != std::string::npos;
       E = Symbol.find('E', E + 1)) {
    std::string Outer = "_Z" + Symbol.substr(3, E - 3);
    ItaniumPartialDemangler D;
    if (D.partialDemangle(Outer.c_str()) || !D.isFunction())
      continue;
    std::string Whole = printWhole(D);
    if (!compat::startsWith(Name, Whole + "::"))
      continue;
    std::string Type = take(D, &ItaniumPartialDemangler::getFunctionReturnType);
    std::string Parameters =
        take(D, &ItaniumPartialDemangler::getFunctionParameters);
    std::string Clean = Type.empty() ? Whole : nameOf(Outer) + Parameters;
    return Clean + Name.substr(Whole.size());
  }
  return Name;
}

std::string nameOf(const std::string &Symbol) {
  ItaniumPartialDemangler D;
  if (D.partialDemangle(Symbol.c_str()))
    return "";
  if (!D.isFunction())
    return printWhole(D);
  std::string Name = take(D, &ItaniumPartialDemangler::getFunctionName);
  return withoutReturnTypes(Symbol, Name);
}

} // namespace

Names demangledNames(StringRef Symbol) {
  if (!Symbol.empty() && Symbol[0] == '\1')
    Symbol = Symbol.drop_front();
  Names Result{Symbol.str(), Symbol.str(), Symbol.str()};
  // What follows a dot is a clone's: .resume, .cold, .llvm.123.
  size_t Dot = Symbol.find('.');
  std::string Base = Symbol.substr(0, Dot).str();
  std::string Clone = Symbol.substr(Base.size()).str();
  if (!compat::startsWith(Base, "_Z"))
    return Result;
  std::string Name = nameOf(Base);
  if (Name.empty())
    return Result;
  ItaniumPartialDemangler D;
  D.partialDemangle(Base.c_str());
  Result.Name = tidy(Name) + Clone;
  Result.Pretty = tidy(printWhole(D));
  if (!Clone.empty())
    Result.Pretty += " (" + Clone + ")";
  return Result;
}

std::string contextOf(StringRef Symbol) {
  ItaniumPartialDemangler D;
  std::string Base = Symbol.substr(0, Symbol.find('.')).str();
  if (D.partialDemangle(Base.c_str()) || !D.isFunction())
    return "";
  return take(D, &ItaniumPartialDemangler::getFunctionDeclContextName);
}

void setSymbolOf(Function &Copy, StringRef Symbol) {
  Copy.addFnAttr(SymbolAttribute, Symbol);
}

StringRef symbolOf(const Function &F) {
  if (F.hasFnAttribute(SymbolAttribute))
    return F.getFnAttribute(SymbolAttribute).getValueAsString();
  return F.getName();
}

Names namesOf(const Function &F) { return demangledNames(symbolOf(F)); }

} // namespace memfn
