// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// An annotation of the source, a list, and `all` choose; "memprof_never", a
// list's [never] and what cannot be instrumented keep out.

#include "Select.h"
#include "Annotations.h"
#include "Compat.h"
#include "Hooks.h"
#include "List.h"
#include "Names.h"
#include "Origin.h"
#include "Report.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/IR/InstIterator.h"

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
         F.getCallingConv() == CallingConv::X86_INTR;
}

// memfn.h's inline functions, whose frames are the regions', and the runtime.
bool isMemFn(const Function &F) {
  StringRef Name = F.getName();
  return compat::startsWith(Name, "__memfn_") ||
         (F.hasFnAttribute(Attribute::AlwaysInline) &&
          (compat::startsWith(Name, "memfn_") ||
           Name.contains("12memfn_scope_")));
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
  return nullptr;
}

unsigned countInstructions(const Function &F) {
  unsigned N = 0;
  for (const Instruction &I : instructions(F))
    N += !I.isDebugOrPseudoInst() && !I.isLifetimeStartOrEnd();
  return N;
}

Verdict judgeByAll(const Function &F, const Options &O) {
  if (!O.All)
    return no("not chosen");
  if (matchesAnyName(O.Allocs, F))
    return no("allocates for its caller");
  if (!O.System) {
    if (F.hasFnAttribute(Attribute::AlwaysInline))
      return no("always_inline");
    if (isCompilerMade(F))
      return no("made by the compiler");
    if (isSystem(F))
      return no("system header");
    if (onlyDestroysBase(F))
      return no("only calls its base's destructor");
  }
  unsigned Size = O.MinInstructions ? countInstructions(F) : 0;
  if (Size < O.MinInstructions)
    return no("small: " + std::to_string(Size) + " instructions");
  return yes("all", false);
}

Verdict judge(const Function &F, const Annotation &Mark, const Options &O,
              const Lists &L, const FunctionSet &Early) {
  if (const char *Why = obstacle(F, Early))
    return no(Why);
  if (Mark.Never)
    return no("memprof_never");
  const ListLine *Line = L.lastMatch(F);
  if (Line && Line->Where == ListSection::Never)
    return no(Line->place());
  if (Line)
    return yes(Line->place(), true);
  if (Mark.Profile)
    return yes("attribute", true);
  return judgeByAll(F, O);
}

} // namespace

std::vector<Choice> chooseFunctions(Module &M, const Options &O,
                                    const Lists &L) {
  AnnotationMap Marks = takeAnnotations(M);
  FunctionSet Early = runsBeforeTls(M);
  Report R(M, O.Report);
  DenseMap<const Function *, Choice> Chosen;
  for (Function &F : M) {
    if (F.isDeclaration())
      continue;
    const Annotation &Mark = Marks[&F];
    Verdict V = judge(F, Mark, O, L, Early);
    Function *Body = V.Chosen ? structorBody(F) : nullptr;
    if (Body) {
      R.skipped(F, "calls the variant that has the body");
      if (!V.Named || Body->isDeclaration() || structorBody(*Body) ||
          obstacle(*Body, Early) || Marks[Body].Never)
        continue;
      Chosen.insert({Body, {Body, Mark.Label, V.Reason}});
    } else if (V.Chosen) {
      Chosen.insert({&F, {&F, Mark.Label, V.Reason}});
    } else {
      R.skipped(F, V.Reason);
    }
  }
  std::vector<Choice> Result;
  for (Function &F : M)
    if (Chosen.count(&F)) {
      Result.push_back(Chosen[&F]);
      R.instrumented(F, Chosen[&F].Reason);
    }
  return Result;
}

} // namespace memfn
