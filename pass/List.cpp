// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "List.h"
#include "Compat.h"
#include "Names.h"
#include "Origin.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/IR/Function.h"
#include "llvm/Support/MemoryBuffer.h"

using namespace llvm;

namespace memfn {

namespace {

// The pattern's part after a [set] that C fits, or false.
bool matchesSet(StringRef &Pattern, char C) {
  size_t I = 1;
  bool Negated = I < Pattern.size() && (Pattern[I] == '^' || Pattern[I] == '!');
  bool Found = false;
  I += Negated;
  for (size_t First = I; I < Pattern.size(); ++I) {
    if (Pattern[I] == ']' && I > First)
      break;
    char Low = Pattern[I], High = Low;
    if (I + 2 < Pattern.size() && Pattern[I + 1] == '-' &&
        Pattern[I + 2] != ']') {
      High = Pattern[I + 2];
      I += 2;
    }
    Found |= Low <= C && C <= High;
  }
  Pattern = Pattern.substr(std::min(I + 1, Pattern.size()));
  return Found != Negated;
}

// A '[' that no ']' follows stands for itself, as in operator[] and lambdas.
bool beginsSet(StringRef Pattern) {
  return Pattern[0] == '[' && Pattern.find(']', 2) != StringRef::npos;
}

bool matchesOne(StringRef &Pattern, char C) {
  if (beginsSet(Pattern))
    return matchesSet(Pattern, C);
  if (Pattern[0] == '\\' && Pattern.size() > 1)
    Pattern = Pattern.drop_front();
  else if (Pattern[0] == '?')
    C = '?';
  bool Same = Pattern[0] == C;
  Pattern = Pattern.drop_front();
  return Same;
}

bool parseSection(StringRef Name, ListSection &Result) {
  if (Name == "profile")
    Result = ListSection::Profile;
  else if (Name == "never")
    Result = ListSection::Never;
  else if (Name == "calls")
    Result = ListSection::Calls;
  else
    return false;
  return true;
}

// Gives what is wrong.
std::string parseLine(StringRef Text, ListLine &Line) {
  auto [Key, Pattern] = Text.split(':');
  if (Key == "fun")
    Line.Kind = ListKind::Function;
  else if (Key == "src")
    Line.Kind = ListKind::Source;
  else
    return "expected fun:GLOB, src:GLOB or [SECTION]";
  Line.Pattern = Pattern.trim().str();
  if (Line.Pattern.empty())
    return "'" + Key.str() + ":' needs a pattern";
  if (Line.Kind == ListKind::Source && Line.Where == ListSection::Calls)
    return "[calls] takes fun: lines only";
  return "";
}

// The demangled name of a template begins with what it returns, which is no
// part of its name: ns::Foo::* must not choose ns::Foo::Bar*
// std::move<...>(...).
StringRef withoutReturnType(const Names &N) {
  size_t Begin = N.Pretty.find(N.Name);
  return StringRef(N.Pretty).substr(Begin == std::string::npos ? 0 : Begin);
}

bool matchesNames(StringRef Pattern, const Names &N) {
  return matchesGlob(Pattern, N.Linkage) || matchesGlob(Pattern, N.Name) ||
         matchesGlob(Pattern, withoutReturnType(N)) || Pattern == N.Pretty;
}

bool matchesFile(const ListLine &L, const Function &F) {
  return matchesGlob(L.Pattern, fileOf(F)) ||
         matchesGlob(L.Pattern, absoluteFileOf(F));
}

} // namespace

std::string ListLine::place() const {
  return File + ":" + std::to_string(Number);
}

std::string ListLine::text() const {
  return (Kind == ListKind::Function ? "fun:" : "src:") + Pattern;
}

// On a mismatch only the last * can take more: what it took before was the
// least, and any match of the rest of the pattern will do.
bool matchesGlob(StringRef Pattern, StringRef Text) {
  StringRef StarPattern, StarText;
  bool Star = false;
  while (!Text.empty()) {
    if (!Pattern.empty() && Pattern[0] == '*') {
      Pattern = Pattern.drop_front();
      StarPattern = Pattern;
      StarText = Text;
      Star = true;
    } else if (!Pattern.empty() && matchesOne(Pattern, Text[0])) {
      Text = Text.drop_front();
    } else if (Star) {
      StarText = StarText.drop_front();
      Pattern = StarPattern;
      Text = StarText;
    } else {
      return false;
    }
  }
  return Pattern.find_first_not_of('*') == StringRef::npos;
}

bool matchesAnyName(const std::vector<std::string> &Globs, const Function &F) {
  if (Globs.empty())
    return false;
  Names N = namesOf(F);
  return any_of(Globs,
                [&](const std::string &G) { return matchesNames(G, N); });
}

std::string Lists::parse(StringRef Text, StringRef FileName) {
  ListSection Section = ListSection::Profile;
  for (unsigned Number = 1; !Text.empty(); ++Number) {
    auto [Whole, Rest] = Text.split('\n');
    Text = Rest;
    // A name may hold a #, as that of a lambda does, but none behind a blank.
    StringRef Item = Whole.split(" #").first.split("\t#").first.trim();
    if (Item.empty() || Item[0] == '#')
      continue;
    ListLine Line(Section, ListKind::Function, "", FileName.str(), Number);
    std::string Problem;
    if (Item[0] != '[')
      Problem = parseLine(Item, Line);
    else if (Item.back() != ']' ||
             !parseSection(Item.drop_front().drop_back(), Section))
      Problem = "unknown section " + Item.str() +
                ", known are [profile], [never], [calls]";
    if (!Problem.empty())
      return Line.place() + ": " + Problem;
    if (Item[0] != '[')
      Lines.push_back(Line);
  }
  return "";
}

std::string Lists::read(StringRef FileName) {
  auto Buffer = MemoryBuffer::getFile(FileName);
  if (!Buffer)
    return FileName.str() + ": cannot be read: " + Buffer.getError().message();
  return parse((*Buffer)->getBuffer(), FileName);
}

void Lists::addCall(StringRef Pattern) {
  Lines.push_back({ListSection::Calls, ListKind::Function, Pattern.str(),
                   "--memfn-calls", 0});
}

bool Lists::hasCalls() const {
  return any_of(
      Lines, [](const ListLine &L) { return L.Where == ListSection::Calls; });
}

const ListLine *Lists::lastMatch(const Function &F) {
  ListLine *Result = nullptr;
  if (Lines.empty())
    return nullptr;
  Names N = namesOf(F);
  for (ListLine &L : Lines)
    if (L.Where != ListSection::Calls &&
        (L.Kind == ListKind::Function ? matchesNames(L.Pattern, N)
                                      : matchesFile(L, F))) {
      L.Matched.insert(N.Pretty);
      Result = &L;
    }
  if (Result)
    Result->Decided.insert(N.Pretty);
  return Result;
}

const ListLine *Lists::callMatch(const Function &F) {
  ListLine *Result = nullptr;
  Names N = namesOf(F);
  for (ListLine &L : Lines)
    if (L.Where == ListSection::Calls && matchesNames(L.Pattern, N)) {
      L.Matched.insert(N.Pretty);
      Result = &L;
    }
  if (Result)
    Result->Decided.insert(N.Pretty);
  return Result;
}

} // namespace memfn
