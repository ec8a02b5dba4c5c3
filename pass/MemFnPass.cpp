// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "MemFnPass.h"
#include "Calls.h"
#include "Compat.h"
#include "Descriptors.h"
#include "Effects.h"
#include "Hooks.h"
#include "Kinds.h"
#include "Late.h"
#include "List.h"
#include "Names.h"
#include "Origin.h"
#include "Report.h"
#include "Select.h"
#include "Selection.h"
#include "Sites.h"
#include "memfn/abi.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/LLVMContext.h"
#include "llvm/Transforms/Utils/Cloning.h"

using namespace llvm;

namespace memfn {

namespace {

// always_inline functions stay so; their frames lie in their hosts'.
bool isShared(const Function &F) {
  return F.hasFnAttribute(Attribute::AlwaysInline);
}

// The linker may find no other body of an available_externally function, so one
// that is not inlined needs a body here. Gives the copy, which takes over the
// module's direct calls.
Function *copyIntoModule(Function &F) {
  ValueToValueMapTy Map;
  Function *Copy = CloneFunction(&F, Map);
  Copy->setLinkage(GlobalValue::InternalLinkage);
  Copy->setVisibility(GlobalValue::DefaultVisibility);
  Copy->setDSOLocal(true);
  Copy->setComdat(nullptr);
  Copy->setName(F.getName() + ".memfn");
  setSymbolOf(*Copy, F.getName());
  for (Use &U : make_early_inc_range(F.uses()))
    if (auto *Call = dyn_cast<CallBase>(U.getUser()))
      if (Call->isCallee(&U))
        U.set(Copy);
  return Copy;
}

void prepare(Function &F) {
  // A coroutine's parts are hooked late, and must still be there; the host of
  // an OpenMP body has no frame where a thread of the pool runs it.
  if (F.isPresplitCoroutine() || isOpenMPBody(F))
    F.removeFnAttr(Attribute::AlwaysInline);
  F.addFnAttr(DoneAttribute);
  compat::dropMemoryAttributes(F);
  if (!isShared(F)) {
    F.removeFnAttr(Attribute::InlineHint);
    F.addFnAttr(Attribute::NoInline);
  }
}

// always_inline on a call wins over noinline on the function called, so each
// call says it again; calls whose callee is not known here must not be inlined
// by force either, for at link time it may prove to be instrumented.
void markCall(CallBase &Call) {
  auto *F = dyn_cast<Function>(
      Call.getCalledOperand()->stripPointerCastsAndAliases());
  if (!F || F->isDeclaration()) {
    if (!F || !F->isIntrinsic())
      Call.removeFnAttr(Attribute::AlwaysInline);
    return;
  }
  if (!F->hasFnAttribute(DoneAttribute))
    return;
  compat::dropMemoryAttributes(Call);
  if (isShared(*F))
    return;
  Call.removeFnAttr(Attribute::AlwaysInline);
  Call.addFnAttr(Attribute::NoInline);
}

void markCalls(Module &M) {
  for (Function &F : M)
    for (Instruction &I : instructions(F))
      if (auto *Call = dyn_cast<CallBase>(&I))
        markCall(*Call);
}

void instrument(Choice &C, Hooks &H, Descriptors &D) {
  Function &F = *C.F;
  if (F.isPresplitCoroutine()) {
    F.addFnAttr(CoroutineAttribute, C.Label);
    return;
  }
  bool Shared = isShared(F);
  H.placeInFunction(F, D.ofFunction(F, C.Label, Shared ? MEMFN_DESC_SHARED : 0),
                    Shared);
}

void placeSites(Module &M, ArrayRef<Choice> Choices, Strings &S,
                const Options &O) {
  if (none_of(Choices, [](const Choice &C) { return C.F->getSubprogram(); }))
    return;
  Effects E(M);
  Kinds K(M, O.Allocs);
  Report R(M, O.Report);
  Sites Places(M, S, E, K, R);
  for (const Choice &C : Choices)
    Places.placeInFunction(*C.F);
}

std::string readLists(Lists &L, const Options &O) {
  for (const std::string &File : O.Lists) {
    std::string Problem = L.read(File);
    if (!Problem.empty())
      return Problem;
  }
  for (const std::string &Glob : O.Calls)
    L.addCall(Glob);
  return "";
}

} // namespace

PreservedAnalyses StartPass::run(Module &M, ModuleAnalysisManager &) {
  Lists L;
  std::string Problem = readLists(L, O);
  if (!Problem.empty()) {
    M.getContext().emitError("memfn: " + Problem);
    return PreservedAnalyses::all();
  }
  if (!isSupportedTarget(M))
    return PreservedAnalyses::all();
  std::vector<Choice> Choices = chooseFunctions(M, O, L);
  for (Choice &C : Choices) {
    if (C.F->hasAvailableExternallyLinkage() && !isShared(*C.F))
      C.F = copyIntoModule(*C.F);
    prepare(*C.F);
  }
  markCalls(M);
  Strings S(M);
  Descriptors D(M, S);
  if (O.Lines)
    placeSites(M, Choices, S, O);
  Hooks H(M);
  hookCalls(M, L, H, D);
  for (Choice &C : Choices)
    instrument(C, H, D);
  D.finish();
  recordSelection(M, L, S);
  return PreservedAnalyses::none();
}

PreservedAnalyses LatePass::run(Module &M, ModuleAnalysisManager &) {
  return runLate(M) ? PreservedAnalyses::none() : PreservedAnalyses::all();
}

PreservedAnalyses ComplainPass::run(Module &M, ModuleAnalysisManager &) {
  M.getContext().emitError("memfn: " + Problem);
  return PreservedAnalyses::all();
}

} // namespace memfn
