// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Options.h"
#include <cstdlib>

using namespace llvm;

namespace memfn {

namespace {

enum class Need { Value, Maybe };

struct Key {
  const char *Name;
  Need Value;
  // Gives false when the value is no good.
  bool (*Set)(Options &O, StringRef Value);
};

bool setAll(Options &O, StringRef Value) {
  O.All = true;
  return Value.empty() || !Value.getAsInteger(10, O.MinInstructions);
}

bool setFlag(bool &Flag, StringRef Value) {
  Flag = Value != "0";
  return Value.empty() || Value == "0" || Value == "1";
}

const Key Keys[] = {
    {"list", Need::Value,
     [](Options &O, StringRef V) {
       O.Lists.push_back(V.str());
       return true;
     }},
    {"all", Need::Maybe, setAll},
    {"calls", Need::Value,
     [](Options &O, StringRef V) {
       O.Calls.push_back(V.str());
       return true;
     }},
    {"allocs", Need::Value,
     [](Options &O, StringRef V) {
       O.Allocs.push_back(V.str());
       return true;
     }},
    {"system", Need::Maybe,
     [](Options &O, StringRef V) { return setFlag(O.System, V); }},
    {"allocating", Need::Maybe,
     [](Options &O, StringRef V) { return setFlag(O.Allocating, V); }},
    {"lines", Need::Maybe,
     [](Options &O, StringRef V) { return setFlag(O.Lines, V); }},
    {"report", Need::Value,
     [](Options &O, StringRef V) {
       O.Report = V.str();
       return true;
     }},
};

const Key *findKey(StringRef Name) {
  for (const Key &K : Keys)
    if (Name == K.Name)
      return &K;
  return nullptr;
}

std::string knownKeys() {
  std::string Result;
  for (const Key &K : Keys)
    Result += (Result.empty() ? "" : ", ") + std::string(K.Name);
  return Result;
}

std::string parseItem(Options &O, StringRef Item) {
  auto [Name, Value] = Item.split('=');
  const Key *K = findKey(Name);
  if (!K)
    return "unknown option '" + Name.str() + "', known are " + knownKeys();
  if (K->Value == Need::Value && Value.empty())
    return "option '" + Name.str() + "' needs a value";
  if (!K->Set(O, Value))
    return "bad value in '" + Item.str() + "', it should be " +
           (K->Set == setAll ? "a number" : "0 or 1");
  return "";
}

} // namespace

std::string Options::parse(StringRef Text) {
  while (!Text.empty()) {
    auto [Item, Rest] = Text.split(';');
    Text = Rest;
    if (Item.trim().empty())
      continue;
    std::string Problem = parseItem(*this, Item.trim());
    if (!Problem.empty())
      return Problem;
  }
  return "";
}

std::string Options::parseEnvironment() {
  const char *Text = std::getenv("MEMFN_PASS");
  std::string Problem = parse(Text ? Text : "");
  return Problem.empty() ? "" : "MEMFN_PASS: " + Problem;
}

} // namespace memfn
