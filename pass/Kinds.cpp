// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// In this order: what the front end noted at operator new, the value type of a
// standard container whose member is called, and, for functions that allocate,
// the type of the variable, member, parameter or return value that the result
// goes to.

#include "Kinds.h"
#include "Compat.h"
#include "Containers.h"
#include "DebugTypes.h"
#include "Effects.h"
#include "List.h"
#include "ResultTypes.h"
#include "llvm/IR/Module.h"

using namespace llvm;

namespace memfn {

namespace {

// Where the pointer to the new block is: what the first argument points to, or
// the second argument itself.
enum class Gives { Result, BehindFirst, Second };

struct Allocator {
  const char *Name;
  Gives Where;
};

const Allocator Known[] = {
    {"malloc", Gives::Result},
    {"calloc", Gives::Result},
    {"realloc", Gives::Result},
    {"reallocarray", Gives::Result},
    {"aligned_alloc", Gives::Result},
    {"memalign", Gives::Result},
    {"valloc", Gives::Result},
    {"pvalloc", Gives::Result},
    {"strdup", Gives::Result},
    {"strndup", Gives::Result},
    {"__strdup", Gives::Result},
    {"__strndup", Gives::Result},
    {"wcsdup", Gives::Result},
    {"posix_memalign", Gives::BehindFirst},
    {"asprintf", Gives::BehindFirst},
    {"vasprintf", Gives::BehindFirst},
    {"__asprintf_chk", Gives::BehindFirst},
    {"__vasprintf_chk", Gives::BehindFirst},
    {"getline", Gives::BehindFirst},
    {"getdelim", Gives::BehindFirst},
    {"memfn_track", Gives::Second},
    {"__memfn_track", Gives::Second},
};

const Allocator *findAllocator(StringRef Name) {
  for (const Allocator &A : Known)
    if (Name == A.Name)
      return &A;
  return nullptr;
}

bool isOperatorNew(StringRef Symbol) {
  return compat::startsWith(Symbol, "_Znw") ||
         compat::startsWith(Symbol, "_Zna");
}

Kind named(DIType *T, bool IsCxx, bool Guess) {
  std::string Name = spell(T, IsCxx);
  return {IsCxx ? shortenStandardNames(Name) : Name, Guess};
}

bool isCxxFunction(const Function &F) {
  DISubprogram *SP = F.getSubprogram();
  return SP && SP->getUnit() && compat::isCxx(*SP->getUnit());
}

} // namespace

Kinds::Kinds(std::vector<std::string> Names) : Allocs(std::move(Names)) {}

Kinds::~Kinds() = default;

// strdup and the like are in the table; a function declared with the malloc
// attribute returns what nothing else points to.
bool Kinds::isAllocator(const CallBase &Call) const {
  if (!Call.getType()->isPointerTy())
    return false;
  if (Call.hasRetAttr(Attribute::NoAlias))
    return true;
  const Function *F = calleeOf(Call);
  if (!F)
    return false;
  if (findAllocator(F->getName()) || isOperatorNew(F->getName()))
    return true;
  return matchesAnyName(Allocs, *F);
}

bool Kinds::isAllocation(const CallBase &Call) const {
  const Function *F = calleeOf(Call);
  return isAllocator(Call) || (F && findAllocator(F->getName()));
}

// Many calls have few callees, and demangling is slow.
const std::string &Kinds::containerValue(const Function &Callee) {
  auto Known = Values.try_emplace(&Callee);
  if (Known.second)
    Known.first->second =
        shortenStandardNames(containerValueType(Callee.getName()));
  return Known.first->second;
}

const VariableTypes &Kinds::variablesOf(const Function &F) {
  if (Current != &F)
    Variables = std::make_unique<VariableTypes>(F);
  Current = &F;
  return *Variables;
}

Kind Kinds::of(const CallBase &Call) {
  const Function &F = *Call.getFunction();
  bool IsCxx = isCxxFunction(F);
  if (MDNode *Noted = Call.getMetadata("heapallocsite"))
    if (auto *T = dyn_cast<DIType>(Noted))
      return named(T, IsCxx, false);
  const Function *Callee = calleeOf(Call);
  if (Callee && IsCxx) {
    const std::string &Value = containerValue(*Callee);
    if (!Value.empty())
      return {Value, true};
  }
  const Allocator *A = Callee ? findAllocator(Callee->getName()) : nullptr;
  ResultType Found;
  if (A && A->Where == Gives::BehindFirst)
    Found = typeBehind(variablesOf(F), Call, 0);
  else if (A && A->Where == Gives::Second)
    Found = typeOfArgument(variablesOf(F), Call, 1);
  else if (isAllocator(Call))
    Found = typeOfResult(variablesOf(F), Call);
  return Found.Type ? named(Found.Type, IsCxx, Found.Guess) : Kind{};
}

} // namespace memfn
