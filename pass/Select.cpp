// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// An annotation of the source, a list, and `all` choose; "memprof_never", a
// list's [never] and what cannot be instrumented keep out.

#include "Select.h"
#include "Annotations.h"
#include "Compat.h"
#include "Effects.h"
#include "Hooks.h"
#include "List.h"
#include "Names.h"
#include "Origin.h"
#include "Report.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/IR/InstIterator.h"
#include <memory>

using namespace llvm;

namespace memfn {

namespace {

struct Verdict {
  bool Chosen;
  bool Named; // by an attribute or a list, not only by `all`
  std::string Reason;
};

Verdict yes(std::string Reason, bool Named) {
  return {true, Named, std::move(Reason)};
}
Verdict no(std::string Reason) { return {false, false, std::move(Reason)}; }

bool hasUnusualConvention(const Function &F) {
  return F.getCallingConv() == CallingConv::GHC ||
         F.getCallingConv() == CallingConv::X86_INTR ||
         compat::restoresOverResult(F);
}

// memfn.h's inline functions, whose frames are the regions', and the runtime.
bool isMemFn(const Function &F) {
  StringRef Name = F.getName();
  return compat::startsWith(Name, "__memfn_") ||
         (F.hasFnAttribute(Attribute::AlwaysInline) &&
          (compat::startsWith(Name, "memfn_") ||
           Name.contains("12memfn_scope_")));
}

// A body that would have to be copied, while tables of its labels' addresses
// (computed goto) are of the one that there is.
bool cannotBeCopied(const Function &F) {
  return F.hasAvailableExternallyLinkage() &&
         any_of(F, [](const BasicBlock &BB) { return BB.hasAddressTaken(); });
}

// Why F must never be touched, or null.
const char *obstacle(const Function &F, const FunctionSet &Early) {
  if (F.hasFnAttribute(DoneAttribute))
    return "already instrumented";
  if (F.hasFnAttribute(Attribute::Naked))
    return "naked";
  if (Early.count(&F))
    return "runs before thread-local storage exists";
  if (isMemFn(F))
    return "part of MemFn";
  if (hasUnusualConvention(F))
    return "unusual calling convention";
  if (cannotBeCopied(F))
    return "inline, with addresses of labels";
  return nullptr;
}

unsigned countInstructions(const Function &F) {
  unsigned N = 0;
  for (const Instruction &I : instructions(F))
    N += !I.isDebugOrPseudoInst() && !I.isLifetimeStartOrEnd();
  return N;
}

Verdict judgeByAll(const Function &F, const Options &O, const Effects *E) {
  if (!O.All)
    return no("not chosen");
  if (matchesAnyName(O.Allocs, F))
    return no("allocates for its caller");
  if (!O.System) {
    if (F.hasFnAttribute(Attribute::AlwaysInline) && !isOpenMPBody(F))
      return no("always_inline");
    if (isCompilerMade(F))
      return no("made by the compiler");
    if (isSystem(F))
      return no("system header");
    if (onlyDestroysBase(F))
      return no("only calls its base's destructor");
  }
  if (E && !E->mayAllocate(F))
    return no("cannot allocate");
  unsigned Size = O.MinInstructions ? countInstructions(F) : 0;
  if (Size < O.MinInstructions)
    return no("small: " + std::to_string(Size) + " instructions");
  return yes("all", false);
}

class Chooser {
public:
  Chooser(Module &Mod, const Options &Opts, Lists &Given)
      : M(Mod), O(Opts), L(Given), Marks(takeAnnotations(Mod)),
        Early(runsBeforeTls(Mod)), R(Mod, Opts.Report) {
    if (O.Allocating)
      E = std::make_unique<Effects>(M);
  }

  std::vector<Choice> run() {
    for (Function &F : M)
      if (!F.isDeclaration())
        consider(F);
    std::vector<Choice> Result;
    for (Function &F : M) {
      auto C = Chosen.find(&F);
      if (C == Chosen.end())
        continue;
      R.instrumented(F, C->second.Reason);
      Result.push_back(C->second);
    }
    return Result;
  }

private:
  void consider(Function &F) {
    Verdict V = judge(F);
    Function *Body = V.Chosen ? structorBody(F) : nullptr;
    if (!V.Chosen) {
      R.skipped(F, V.Reason);
    } else if (!Body && isDeletingDestructor(F)) {
      R.skipped(F, "deleting destructor");
    } else if (!Body) {
      Chosen.insert({&F, {&F, Marks[&F].Label, V.Reason}});
    } else {
      R.skipped(F, "calls the variant that has the body");
      if (V.Named)
        chooseBody(F, *Body, V);
    }
  }

  // Who asks for a variant without a body means the one that has it.
  void chooseBody(Function &Shell, Function &Body, const Verdict &V) {
    if (!Body.isDeclaration() && !structorBody(Body) &&
        !obstacle(Body, Early) && !Marks[&Body].Never)
      Chosen.insert({&Body, {&Body, Marks[&Shell].Label, V.Reason}});
  }

  Verdict judge(const Function &F) {
    const Annotation &Mark = Marks[&F];
    const ListLine *Line = L.lastMatch(F); // of each function: it counts
    if (const char *Why = obstacle(F, Early))
      return no(Why);
    if (Mark.Never)
      return no("memprof_never");
    if (Line && Line->Where == ListSection::Never)
      return no(Line->place());
    if (Line)
      return yes(Line->place(), true);
    if (Mark.Profile)
      return yes("attribute", true);
    return judgeByAll(F, O, E.get());
  }

  Module &M;
  const Options &O;
  Lists &L;
  AnnotationMap Marks;
  FunctionSet Early;
  Report R;
  std::unique_ptr<Effects> E;
  DenseMap<const Function *, Choice> Chosen;
};

} // namespace

std::vector<Choice> chooseFunctions(Module &M, const Options &O, Lists &L) {
  return Chooser(M, O, L).run();
}

} // namespace memfn
