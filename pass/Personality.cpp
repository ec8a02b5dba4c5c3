// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Personality.h"
#include "Compat.h"
#include "Hooks.h"
#include "memfn/abi.h"
#include "llvm/IR/IRBuilder.h"

using namespace llvm;

namespace memfn {

namespace {

constexpr const char *Name = "memfn.personality.v2";
constexpr const char *CxxName = "memfn.personality.cxx.v2";
constexpr const char *Cxx = "__gxx_personality_v0";
constexpr const char *KnownName = "memfn.passed.v2";

// Of the Itanium C++ ABI, level 1, section 1.
enum { CleanupPhase = 2, ForceUnwind = 8, ContinueUnwind = 8 };

// In the order of struct memfn_unwinder.
const char *const UnwinderFunctions[] = {
    "_Unwind_GetCFA", "_Unwind_GetGR", "_Unwind_GetIPInfo", "_Unwind_Find_FDE",
    "_Unwind_Backtrace"};
// Without these nothing can be done.
constexpr unsigned Required = 3;

// What LLVM's libunwind has and libgcc does not, and the other libunwind.
const char *const OtherUnwinders[] = {"unw_getcontext",
                                      "__libunwind_Unwind_GetCFA"};

Function *declarePersonality(Module &M, StringRef As) {
  LLVMContext &C = M.getContext();
  Type *Word = Type::getInt32Ty(C);
  PointerType *Pointer = compat::pointerType(C);
  auto *F = Function::Create(
      FunctionType::get(
          Word, {Word, Word, Type::getInt64Ty(C), Pointer, Pointer}, false),
      GlobalValue::LinkOnceODRLinkage, As, M);
  F->setVisibility(GlobalValue::HiddenVisibility);
  F->setComdat(M.getOrInsertComdat(As));
  F->addFnAttr(Attribute::NoInline); // may throw: the unwinder walks through it
  F->addFnAttr(DoneAttribute);
  return F;
}

Value *declare(IRBuilder<> &B, Module &M, StringRef Callee, bool Weak) {
  bool Known = M.getFunction(Callee);
  Value *Result =
      M.getOrInsertFunction(Callee, FunctionType::get(B.getVoidTy(), false))
          .getCallee();
  auto *F = dyn_cast<Function>(Result);
  if (F && !Known && Weak)
    F->setLinkage(GlobalValue::ExternalWeakLinkage);
  return Result;
}

// One in each shared object: what is kept there is of its own functions.
Constant *known(Module &M) {
  if (GlobalVariable *There = M.getNamedGlobal(KnownName))
    return ConstantExpr::getPointerCast(There,
                                        compat::pointerType(M.getContext()));
  auto *Type =
      ArrayType::get(Type::getInt64Ty(M.getContext()), MEMFN_KNOWN_PASSED);
  auto *Words = new GlobalVariable(M, Type, /*isConstant=*/false,
                                   GlobalValue::LinkOnceODRLinkage,
                                   Constant::getNullValue(Type), KnownName);
  Words->setVisibility(GlobalValue::HiddenVisibility);
  Words->setComdat(M.getOrInsertComdat(KnownName));
  return ConstantExpr::getPointerCast(Words,
                                      compat::pointerType(M.getContext()));
}

// Weak in C++, like the personality there: a program that never needed the C++
// library has to link without it. What not every unwinder has is weak in C too.
Value *makeUnwinder(IRBuilder<> &B, Module &M, bool Weak) {
  PointerType *Pointer = compat::pointerType(M.getContext());
  auto *Type = ArrayType::get(Pointer, std::size(UnwinderFunctions));
  Value *Table = B.CreateAlloca(Type);
  unsigned I = 0;
  for (const char *Each : UnwinderFunctions) {
    Value *Callee = declare(B, M, Each, Weak || I >= Required);
    B.CreateStore(B.CreatePointerCast(Callee, Pointer),
                  B.CreateConstInBoundsGEP2_32(Type, Table, 0, I++));
  }
  return B.CreatePointerCast(Table, Pointer);
}

// Glibc ends a thread with libgcc's unwinder, which gives contexts that another
// one, where the program is linked with that, cannot read, or crashes on.
Value *onlyLibgcc(IRBuilder<> &B, Module &M) {
  Value *Result = B.getTrue();
  for (const char *Each : OtherUnwinders)
    Result = B.CreateAnd(Result, B.CreateIsNull(declare(B, M, Each, true)));
  return Result;
}

// Gives what Next says, unless that has nothing to do here. Leaves B where it
// goes on then.
void askFirst(IRBuilder<> &B, Function &F, Function &Next) {
  LLVMContext &C = F.getContext();
  SmallVector<Value *, 5> Arguments;
  for (Argument &A : F.args())
    Arguments.push_back(&A);
  Value *Said = B.CreateCall(&Next, Arguments);
  BasicBlock *Nothing = BasicBlock::Create(C, "nothing", &F);
  BasicBlock *Something = BasicBlock::Create(C, "something", &F);
  B.CreateCondBr(B.CreateICmpEQ(Said, B.getInt32(ContinueUnwind)), Nothing,
                 Something);
  ReturnInst::Create(C, Said, Something);
  B.SetInsertPoint(Nothing);
}

void define(Function &F, bool Weak, Function *Next) {
  Module &M = *F.getParent();
  LLVMContext &C = M.getContext();
  BasicBlock *Entry = BasicBlock::Create(C, "entry", &F);
  BasicBlock *Forced = BasicBlock::Create(C, "forced", &F);
  BasicBlock *Leaves = BasicBlock::Create(C, "leaves", &F);
  BasicBlock *Passed = BasicBlock::Create(C, "passed", &F);
  IRBuilder<> B(Entry);
  if (Next)
    askFirst(B, F, *Next);
  Value *Action =
      B.CreateAnd(F.getArg(1), B.getInt32(CleanupPhase | ForceUnwind));
  SwitchInst *Switch = B.CreateSwitch(Action, Passed, 2);
  Switch->addCase(B.getInt32(CleanupPhase), Leaves);
  Switch->addCase(B.getInt32(CleanupPhase | ForceUnwind), Forced);
  B.SetInsertPoint(Forced);
  B.CreateCondBr(onlyLibgcc(B, M), Leaves, Passed);
  B.SetInsertPoint(Leaves);
  Value *Unwinder = makeUnwinder(B, M, Weak);
  Hooks(M).call(B, MEMFN_HOOK_PASSED, B.getVoidTy(),
                {F.getArg(4), Unwinder, known(M)});
  B.CreateBr(Passed);
  B.SetInsertPoint(Passed);
  B.CreateRet(B.getInt32(ContinueUnwind));
}

} // namespace

bool hasCxxPersonality(const Function &F) {
  if (!F.hasPersonalityFn())
    return false;
  auto *P = dyn_cast<Function>(F.getPersonalityFn()->stripPointerCasts());
  return P && P->getName() == Cxx && !P->hasExternalWeakLinkage() &&
         P->isVarArg() && !P->arg_size() && P->getReturnType()->isIntegerTy(32);
}

bool mayBePassed(const Function &F) {
  const Module &M = *F.getParent();
  bool ForLinker =
      M.getModuleFlag("ThinLTO") || M.getModuleFlag("EnableSplitLTOUnit");
  return isX86(M) && !ForLinker && !F.hasGC() &&
         (!F.hasPersonalityFn() || hasCxxPersonality(F));
}

Constant *passedPersonality(Function &F) {
  Module &M = *F.getParent();
  bool AsksFirst = hasCxxPersonality(F);
  StringRef Wanted = AsksFirst ? CxxName : Name;
  Function *Result = M.getFunction(Wanted);
  if (!Result) {
    Result = declarePersonality(M, Wanted);
    define(*Result, isCxx(F), AsksFirst ? M.getFunction(Cxx) : nullptr);
  }
  return Result;
}

} // namespace memfn
