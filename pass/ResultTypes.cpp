// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "ResultTypes.h"
#include "Compat.h"
#include "DebugTypes.h"
#include "Effects.h"
#include "llvm/ADT/SmallPtrSet.h"
#include "llvm/IR/Instructions.h"
#include "llvm/IR/Module.h"

using namespace llvm;

namespace memfn {

namespace {

// The bytes asked for, or 0 where they are not constant. They settle which
// member of a union is meant.
uint64_t sizeAskedFor(const CallBase &Call) {
  uint64_t Size = 0;
  for (const Value *Argument : Call.args())
    if (auto *C = dyn_cast<ConstantInt>(Argument))
      if (C->getBitWidth() == 64)
        Size = C->getZExtValue();
  return Size;
}

ResultType chooseBySize(ArrayRef<DIType *> Pointees, uint64_t Size) {
  if (Pointees.empty())
    return {};
  if (Pointees.size() == 1)
    return {Pointees[0], false};
  for (DIType *T : Pointees)
    if (T && Size && T->getSizeInBits() / 8 == Size)
      return {T, true};
  for (DIType *T : Pointees)
    if (T)
      return {T, true};
  return {};
}

DIType *returnType(const Function &F) {
  DISubprogram *SP = F.getSubprogram();
  DITypeRefArray Types = SP->getType()->getTypeArray();
  return Types.size() ? canonical(Types[0]) : nullptr;
}

// The declared type of the parameter that argument N goes to, if the callee has
// debug info. `this` is among the types as it is among the arguments.
DIType *parameterType(const CallBase &Call, unsigned N) {
  const Function *F = calleeOf(Call);
  if (!F || !F->getSubprogram() || F->hasStructRetAttr())
    return nullptr;
  DITypeRefArray Types = F->getSubprogram()->getType()->getTypeArray();
  return N + 1 < Types.size() ? canonical(Types[N + 1]) : nullptr;
}

bool returnsItsArgument(const CallBase &Call) {
  const Function *F = calleeOf(Call);
  if (!F)
    return false;
  for (StringRef Name :
       {"memcpy", "memmove", "memset", "strcpy", "strncpy", "strcat",
        "__memcpy_chk", "__memmove_chk", "__memset_chk", "__strcpy_chk"})
    if (F->getName() == Name)
      return true;
  return false;
}

class Walk {
public:
  Walk(const VariableTypes &Types, const CallBase &Start)
      : V(Types), Call(Start) {}

  ResultType run() {
    follow(&Call);
    while (!Work.empty() && Seen.size() < 64) {
      const Value *Next = Work.front();
      Work.erase(Work.begin());
      visitUses(*Next);
    }
    return Found;
  }

private:
  void follow(const Value *Next) {
    if (Seen.insert(Next).second)
      Work.push_back(Next);
  }

  // Uses are listed last first; the first one of the source decides.
  void visitUses(const Value &From) {
    SmallVector<const Use *, 8> Uses;
    for (const Use &U : From.uses())
      Uses.insert(Uses.begin(), &U);
    for (const Use *U : Uses)
      visit(*U);
  }

  void visit(const Use &U) {
    auto *I = cast<Instruction>(U.getUser());
    if (isa<CastInst>(I) || isa<PHINode>(I) || isa<SelectInst>(I))
      follow(I);
    else if (auto *Store = dyn_cast<StoreInst>(I))
      visitStore(*Store, U);
    else if (isa<ReturnInst>(I))
      note(pointerTarget(returnType(*I->getFunction())));
    else if (auto *User = dyn_cast<CallBase>(I))
      visitCall(*User, U);
  }

  void visitStore(const StoreInst &Store, const Use &U) {
    if (U.getOperandNo() != 0)
      return;
    const Value *Address = Store.getPointerOperand()->stripPointerCasts();
    ResultType T = chooseBySize(pointeesAt(V.at(Address)), sizeAskedFor(Call));
    note(T);
    auto *Slot = dyn_cast<AllocaInst>(Address);
    if (Slot && !T.Type)
      followLoads(*Slot, Store);
  }

  // A void* variable, or the slot of the return value: go on where it is read.
  // With other values stored there too, only up to the next of them.
  void followLoads(const AllocaInst &Slot, const StoreInst &Store) {
    SmallVector<const LoadInst *, 4> Loads;
    bool Alone = true;
    for (const User *U : Slot.users()) {
      if (auto *Load = dyn_cast<LoadInst>(U))
        Loads.insert(Loads.begin(), Load);
      if (auto *Other = dyn_cast<StoreInst>(U))
        Alone &= Other == &Store || isa<Constant>(Other->getValueOperand());
    }
    for (const LoadInst *Load : Loads)
      if (Alone || reads(*Load, Store, Slot))
        follow(Load);
  }

  static bool reads(const LoadInst &Load, const StoreInst &Store,
                    const AllocaInst &Slot) {
    if (Load.getParent() != Store.getParent() || !Store.comesBefore(&Load))
      return false;
    for (const User *U : Slot.users()) {
      auto *Other = dyn_cast<StoreInst>(U);
      if (Other && Other->getParent() == Store.getParent() &&
          Store.comesBefore(Other) && Other->comesBefore(&Load))
        return false;
    }
    return true;
  }

  void visitCall(const CallBase &User, const Use &U) {
    if (!User.isArgOperand(&U))
      return;
    unsigned N = User.getArgOperandNo(&U);
    if (N == 0 && returnsItsArgument(User))
      follow(&User);
    else
      note(pointerTarget(parameterType(User, N)));
  }

  static ResultType pointerTarget(DIType *T) {
    return {isPointer(T) ? canonical(pointeeOf(T)) : nullptr, false};
  }

  // The first type found stands; another one makes it a guess.
  void note(ResultType T) {
    if (!T.Type)
      return;
    if (!Found.Type)
      Found = T;
    else if (Found.Type != T.Type)
      Found.Guess = true;
  }

  const VariableTypes &V;
  const CallBase &Call;
  ResultType Found;
  SmallPtrSet<const Value *, 16> Seen;
  SmallVector<const Value *, 8> Work;
};

// Which argument is the block that a reallocation is to change, or -1: its only
// pointer, else the one declared as void*. Others are a state, or a pool.
int reallocatedArgument(const CallBase &Call) {
  const Function *F = calleeOf(Call);
  int Only = -1;
  if (!F || !F->getName().contains("realloc"))
    return -1;
  for (unsigned N = 0; N < Call.arg_size(); ++N) {
    if (!Call.getArgOperand(N)->getType()->isPointerTy())
      continue;
    DIType *T = parameterType(Call, N);
    if (isPointer(T) && !canonical(pointeeOf(T)))
      return N;
    Only = Only == -1 ? (int)N : -2;
  }
  return Only;
}

} // namespace

ResultType typeOfResult(const VariableTypes &V, const CallBase &Call) {
  ResultType Result = Walk(V, Call).run();
  int Block = Result.Type ? -1 : reallocatedArgument(Call);
  return Block < 0 ? Result : typeOfArgument(V, Call, Block);
}

ResultType typeOfArgument(const VariableTypes &V, const CallBase &Call,
                          unsigned N) {
  if (N >= Call.arg_size())
    return {};
  Spot S = V.at(Call.getArgOperand(N));
  return {S.Offset ? nullptr : canonical(S.Type), false};
}

ResultType typeBehind(const VariableTypes &V, const CallBase &Call,
                      unsigned N) {
  if (N >= Call.arg_size())
    return {};
  return chooseBySize(pointeesAt(V.at(Call.getArgOperand(N))),
                      sizeAskedFor(Call));
}

} // namespace memfn
