// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Containers.h"
#include "Compat.h"
#include "Names.h"
#include "llvm/ADT/SmallVector.h"

using namespace llvm;

namespace memfn {

namespace {

enum class Holds { First, Pair };

struct Template {
  const char *Name;
  Holds What;
};

const Template Containers[] = {
    {"vector", Holds::First},
    {"deque", Holds::First},
    {"list", Holds::First},
    {"forward_list", Holds::First},
    {"set", Holds::First},
    {"multiset", Holds::First},
    {"unordered_set", Holds::First},
    {"unordered_multiset", Holds::First},
    {"basic_string", Holds::First},
    {"map", Holds::Pair},
    {"multimap", Holds::Pair},
    {"unordered_map", Holds::Pair},
    {"unordered_multimap", Holds::Pair},
    // Of the values of the container that they are made of.
    {"stack", Holds::First},
    {"queue", Holds::First},
    {"priority_queue", Holds::First},
};

const Template Makers[] = {
    {"make_unique", Holds::First},
    {"make_shared", Holds::First},
    {"allocate_shared", Holds::First},
};

// The length of std:: and its inline namespaces, or 0.
size_t standardPrefix(StringRef Name) {
  for (StringRef Prefix :
       {"std::__cxx11::", "std::__1::", "std::__debug::", "std::"})
    if (compat::startsWith(Name, Prefix))
      return Prefix.size();
  return 0;
}

// T's arguments of "T<A, B<C, D>>::rest", split; empty when Name is no T.
SmallVector<StringRef, 4> arguments(StringRef Name, StringRef T) {
  SmallVector<StringRef, 4> Result;
  if (!compat::startsWith(Name, T) || Name.substr(T.size(), 1) != "<")
    return Result;
  int Depth = 0;
  size_t Begin = T.size() + 1;
  for (size_t I = T.size(); I < Name.size(); ++I) {
    char C = Name[I];
    Depth += C == '<' || C == '(';
    bool Ends = (C == '>' || C == ',') && Depth == 1;
    Depth -= C == '>' || C == ')';
    if (!Ends)
      continue;
    Result.push_back(Name.slice(Begin, I).trim());
    Begin = I + 1;
    if (C == '>')
      return Result;
  }
  return {};
}

// make_unique<T[]> makes T's, as new T[n] does.
std::string withoutBounds(std::string Name) {
  while (!Name.empty() && Name.back() == ']')
    Name.erase(StringRef(Name).rfind('['));
  return StringRef(Name).rtrim().str();
}

std::string heldBy(StringRef Name, ArrayRef<Template> Templates) {
  for (const Template &T : Templates) {
    auto Arguments = arguments(Name, T.Name);
    if (Arguments.empty())
      continue;
    if (T.What == Holds::First)
      return Arguments[0].str();
    if (Arguments.size() > 1)
      return "std::pair<" + Arguments[0].str() + " const, " +
             Arguments[1].str() + ">";
  }
  return "";
}

void replaceAll(std::string &Text, StringRef From, StringRef To) {
  for (size_t I = 0; (I = Text.find(From.str(), I)) != std::string::npos;
       I += To.size())
    Text.replace(I, From.size(), To.str());
}

// The end of the < > that begins at Begin, or npos.
size_t bracketEnd(const std::string &Text, size_t Begin) {
  int Depth = 0;
  for (size_t I = Begin; I < Text.size(); ++I) {
    Depth += (Text[I] == '<') - (Text[I] == '>');
    if (Depth == 0)
      return I + 1;
  }
  return std::string::npos;
}

void dropArguments(std::string &Text, StringRef T) {
  std::string Begin = ", std::" + T.str() + "<";
  for (size_t I; (I = Text.find(Begin)) != std::string::npos;) {
    size_t End = bracketEnd(Text, I + Begin.size() - 1);
    if (End == std::string::npos)
      return;
    Text.erase(I, End - I);
  }
}

} // namespace

std::string shortenStandardNames(std::string Name) {
  for (StringRef Inline : {"std::__cxx11::", "std::__1::"})
    replaceAll(Name, Inline, "std::");
  for (StringRef T : {"allocator", "char_traits", "less", "hash", "equal_to",
                      "default_delete"})
    dropArguments(Name, T);
  replaceAll(Name, " >", ">");
  replaceAll(Name, "std::basic_string<char>", "std::string");
  return Name;
}

std::string containerValueType(StringRef Symbol) {
  if (!compat::startsWith(Symbol, "_Z"))
    return "";
  std::string Context = contextOf(Symbol);
  if (size_t Prefix = standardPrefix(Context))
    return heldBy(StringRef(Context).substr(Prefix), Containers);
  if (Symbol.find("make_") == StringRef::npos &&
      Symbol.find("allocate_shared") == StringRef::npos)
    return "";
  std::string Name = demangledNames(Symbol).Name;
  if (size_t Prefix = standardPrefix(Name))
    return withoutBounds(heldBy(StringRef(Name).substr(Prefix), Makers));
  return "";
}

} // namespace memfn
