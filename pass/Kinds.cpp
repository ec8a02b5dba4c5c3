// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// In this order: what the front end noted at operator new, the value type of a
// standard container whose member is called, and, for functions that allocate,
// the type of the variable, member, parameter or return value that the result
// goes to, what the front end noted for -fsanitize=alloc-token (22), and the
// type whose sizeof is an argument.

#include "Kinds.h"
#include "Compat.h"
#include "Containers.h"
#include "DebugTypes.h"
#include "Effects.h"
#include "List.h"
#include "ResultTypes.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/IR/Module.h"

using namespace llvm;

namespace memfn {

namespace {

// Where the pointer to the new block is: in the result, in what argument N
// points to, or in argument N itself.
enum class Gives { Result, Behind, Argument };

struct Allocator {
  const char *Name;
  Gives Where;
  unsigned N;
};

const Allocator Known[] = {
    {"malloc", Gives::Result, 0},
    {"calloc", Gives::Result, 0},
    {"realloc", Gives::Result, 0},
    {"reallocarray", Gives::Result, 0},
    {"aligned_alloc", Gives::Result, 0},
    {"memalign", Gives::Result, 0},
    {"valloc", Gives::Result, 0},
    {"pvalloc", Gives::Result, 0},
    {"strdup", Gives::Result, 0},
    {"strndup", Gives::Result, 0},
    {"__strdup", Gives::Result, 0},
    {"__strndup", Gives::Result, 0},
    {"wcsdup", Gives::Result, 0},
    {"realpath", Gives::Result, 0},
    {"__realpath_chk", Gives::Result, 0},
    {"canonicalize_file_name", Gives::Result, 0},
    {"getcwd", Gives::Result, 0},
    {"__getcwd_chk", Gives::Result, 0},
    {"get_current_dir_name", Gives::Result, 0},
    {"tempnam", Gives::Result, 0},
    {"posix_memalign", Gives::Behind, 0},
    {"asprintf", Gives::Behind, 0},
    {"vasprintf", Gives::Behind, 0},
    {"__asprintf_chk", Gives::Behind, 0},
    {"__vasprintf_chk", Gives::Behind, 0},
    {"getline", Gives::Behind, 0},
    {"getdelim", Gives::Behind, 0},
    {"__getdelim", Gives::Behind, 0},
    {"getaddrinfo", Gives::Behind, 3},
    {"memfn_track", Gives::Argument, 1},
    {"__memfn_track", Gives::Argument, 1},
};

const Allocator *findAllocator(StringRef Name) {
  for (const Allocator &A : Known)
    if (Name == A.Name)
      return &A;
  return nullptr;
}

// Not placement new, which allocates nothing.
bool isOperatorNew(StringRef Symbol) {
  return (compat::startsWith(Symbol, "_Znw") ||
          compat::startsWith(Symbol, "_Zna")) &&
         Symbol.substr(5) != "Pv";
}

Kind named(DIType *T, bool IsCxx, bool Guess) {
  std::string Name = spell(T, IsCxx);
  return {IsCxx ? shortenStandardNames(Name) : Name, Guess};
}

// Is the size asked for, where it is constant, no less than a T?
bool couldHold(const CallBase &Call, uint64_t Size) {
  for (const Value *Argument : Call.args())
    if (auto *C = dyn_cast<ConstantInt>(Argument))
      if (C->getZExtValue() >= Size)
        return true;
  return !all_of(Call.args(), [](const Use &U) {
    return isa<ConstantInt>(U.get()) || U->getType()->isPointerTy();
  });
}

bool isCxxFunction(const Function &F) {
  DISubprogram *SP = F.getSubprogram();
  return SP && SP->getUnit() && compat::isCxx(*SP->getUnit());
}

} // namespace

Kinds::Kinds(Module &M, std::vector<std::string> Names)
    : Allocs(std::move(Names)), Types(M) {}

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
  auto [Entry, IsNew] = Values.try_emplace(&Callee);
  if (IsNew)
    Entry->second = shortenStandardNames(containerValueType(Callee.getName()));
  return Entry->second;
}

const VariableTypes &Kinds::variablesOf(const Function &F) {
  if (Current != &F)
    Variables = std::make_unique<VariableTypes>(F);
  Current = &F;
  return *Variables;
}

ResultType Kinds::destination(const CallBase &Call) {
  const Function *Callee = calleeOf(Call);
  const VariableTypes &V = variablesOf(*Call.getFunction());
  const Allocator *A = Callee ? findAllocator(Callee->getName()) : nullptr;
  if (A && A->Where == Gives::Behind)
    return typeBehind(V, Call, A->N);
  if (A && A->Where == Gives::Argument)
    return typeOfArgument(V, Call, A->N);
  return isAllocator(Call) ? typeOfResult(V, Call) : ResultType{};
}

// What the source says in words: the type that clang made out of the
// expression, else a sizeof in the call. Two different ones make it a guess, as
// does one that is not simply a part of the size.
Kind Kinds::inWords(const CallBase &Call, bool IsCxx) {
  if (MDNode *Noted = Call.getMetadata("alloc_token"))
    if (Noted->getNumOperands())
      if (auto *Text = dyn_cast<MDString>(Noted->getOperand(0)))
        return {Types.find(Text->getString(), IsCxx).Name, false};
  Kind Result;
  for (const SizeofOperand &S : sizeofOperands(Source.argumentsOf(Call))) {
    TypeNames::Found T = Types.find(S.Operand, IsCxx);
    if (T.Name.empty() || (T.Size && !couldHold(Call, T.Size)))
      continue;
    Result.Guess |= !S.AddedUp;
    if (Result.Name.empty())
      Result.Name = IsCxx ? shortenStandardNames(T.Name) : T.Name;
    else if (Result.Name != T.Name)
      Result.Guess = true;
  }
  return Result;
}

Kind Kinds::of(const CallBase &Call) {
  bool IsCxx = isCxxFunction(*Call.getFunction());
  if (MDNode *Noted = Call.getMetadata("heapallocsite"))
    if (auto *T = dyn_cast<DIType>(Noted))
      return named(T, IsCxx, false);
  const Function *Callee = calleeOf(Call);
  if (Callee && IsCxx) {
    const std::string &Value = containerValue(*Callee);
    if (!Value.empty())
      return {Value, true};
  }
  ResultType Found = destination(Call);
  if (Found.Type)
    return named(Found.Type, IsCxx, Found.Guess);
  return isAllocation(Call) ? inWords(Call, IsCxx) : Kind{};
}

} // namespace memfn
