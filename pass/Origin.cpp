// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Origin.h"
#include "Compat.h"
#include "Names.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/Demangle/Demangle.h"
#include "llvm/IR/DebugInfoMetadata.h"
#include "llvm/IR/GlobalIFunc.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/Support/Path.h"

using namespace llvm;

namespace memfn {

namespace {

const char *const MadePrefixes[] = {
    "__cxx_global_",  "_GLOBAL__",
    "__tls_init",     "__tls_guard",
    "_ZTW",           "_ZTH",
    "_ZTh",           "_ZTv",
    "_ZTc",           "_ZGI",
    "__clang_",       "__copy_helper_",
    "__llvm_",        "__destroy_helper_",
    "__cfi_",         "__cuda_",
    "__hip_",         "asan.",
    "msan.",          "tsan.",
    "sancov.",        ".omp_task_",
    ".omp_reduction", ".omp.",
    "memfn.",
};

// A lambda's conversion to a pointer, and what that points to. clang calls a
// lambda of one file alone $_0.
bool isLambdaThunk(StringRef Symbol) {
  if (Symbol.find("$_") == StringRef::npos &&
      Symbol.find("Ul") == StringRef::npos)
    return false;
  std::string Name = demangledNames(Symbol).Name;
  if (compat::endsWith(Name, "::__invoke"))
    return true;
  size_t Operator = Name.rfind("::operator ");
  if (Operator == std::string::npos ||
      Name.find("(*)(", Operator) == std::string::npos)
    return false;
  StringRef Class = StringRef(Name).take_front(Operator);
  return Class.back() == '}' ||
         compat::endsWith(Class.rtrim("0123456789"), "$_");
}

bool hasSystemDirectory(StringRef Path) {
  return compat::startsWith(Path, "/usr/include/") ||
         compat::startsWith(Path, "/usr/lib/") ||
         compat::startsWith(Path, "/usr/lib64/") ||
         Path.find("/include/c++/") != StringRef::npos ||
         (Path.find("/lib/clang/") != StringRef::npos &&
          Path.find("/include/") != StringRef::npos);
}

bool hasSystemNamespace(StringRef Context) {
  for (StringRef Space : {"std", "__gnu_cxx", "__cxxabiv1"})
    if (compat::startsWith(Context, Space) &&
        (Context.size() == Space.size() || Context[Space.size()] == ':'))
      return true;
  return false;
}

bool isStructor(StringRef Symbol) {
  ItaniumPartialDemangler D;
  return compat::startsWith(Symbol, "_ZN") &&
         !D.partialDemangle(Symbol.str().c_str()) && D.isCtorOrDtor();
}

bool isDestructor(StringRef Symbol) {
  return isStructor(Symbol) &&
         demangledNames(Symbol).Name.find("::~") != std::string::npos;
}

// The symbols of two variants of one constructor or destructor differ in one
// digit: C1 and C2, D0, D1 and D2.
bool isVariantWithBody(StringRef Shell, StringRef Body) {
  if (Shell.size() != Body.size())
    return false;
  size_t At = 0;
  while (At < Shell.size() && Shell[At] == Body[At])
    ++At;
  if (At < 3 || At >= Shell.size() ||
      Shell.substr(At + 1) != Body.substr(At + 1))
    return false;
  char Kind = Shell[At - 1];
  return (Kind == 'C' || Kind == 'D' || Kind == 'I') && Shell[At] >= '0' &&
         Shell[At] < Body[At] && Body[At] <= '2';
}

// Constructors, destructors and assignments that the source does not name; only
// debug info tells.
bool isImplicitMember(const Function &F) {
  DISubprogram *SP = F.getSubprogram();
  return SP && SP->isArtificial() &&
         (isStructor(F.getName()) || SP->getName() == "operator=");
}

} // namespace

bool isCompilerMade(const Function &F) {
  StringRef Symbol = symbolOf(F);
  if (isImplicitMember(F))
    return true;
  for (const char *Prefix : MadePrefixes)
    if (compat::startsWith(Symbol, Prefix))
      return true;
  return F.hasFnAttribute("thunk") || isLambdaThunk(Symbol);
}

bool isOpenMPBody(const Function &F) {
  return F.hasLocalLinkage() && symbolOf(F).contains("omp_outlined");
}

bool isSystem(const Function &F) {
  if (F.getSubprogram())
    return hasSystemDirectory(absoluteFileOf(F));
  return hasSystemNamespace(contextOf(symbolOf(F)));
}

Function *structorBody(const Function &F) {
  if (!isStructor(F.getName()))
    return nullptr;
  for (const Instruction &I : instructions(F)) {
    auto *Call = dyn_cast<CallBase>(&I);
    if (!Call)
      continue;
    Value *Callee = Call->getCalledOperand()->stripPointerCastsAndAliases();
    auto *Body = dyn_cast<Function>(Callee);
    if (Body && isVariantWithBody(F.getName(), Body->getName()))
      return Body;
  }
  return nullptr;
}

bool isDeletingDestructor(const Function &F) {
  return compat::endsWith(F.getName(), "D0Ev") && isStructor(F.getName());
}

bool onlyDestroysBase(const Function &F) {
  if (!isStructor(F.getName()) || F.size() != 1 || F.arg_empty())
    return false;
  const CallBase *Only = nullptr;
  for (const Instruction &I : F.getEntryBlock()) {
    auto *Call = dyn_cast<CallBase>(&I);
    if (!Call || isa<IntrinsicInst>(Call))
      continue;
    if (Only)
      return false;
    Only = Call;
  }
  if (!Only || !Only->getCalledFunction() || Only->arg_empty())
    return false;
  // A base's address is the object's own, a first member's is computed.
  const Value *Object = Only->getArgOperand(0);
  while (auto *Cast = dyn_cast<BitCastInst>(Object))
    Object = Cast->getOperand(0);
  return isa<LoadInst>(Object) && isDestructor(F.getName()) &&
         isDestructor(Only->getCalledFunction()->getName());
}

FunctionSet runsBeforeTls(Module &M) {
  FunctionSet Result;
  SmallVector<Function *, 8> Work;
  auto Add = [&](Function *F) {
    if (F && Result.insert(F).second)
      Work.push_back(F);
  };
  for (GlobalIFunc &I : M.ifuncs())
    Add(I.getResolverFunction());
  Add(M.getFunction("_start"));
  while (!Work.empty())
    for (Instruction &I : instructions(*Work.pop_back_val()))
      if (auto *Call = dyn_cast<CallBase>(&I))
        Add(dyn_cast<Function>(
            Call->getCalledOperand()->stripPointerCastsAndAliases()));
  return Result;
}

std::string fileOf(const Function &F) {
  if (DISubprogram *SP = F.getSubprogram())
    return SP->getFilename().str();
  return F.getParent()->getSourceFileName();
}

unsigned lineOf(const Function &F) {
  DISubprogram *SP = F.getSubprogram();
  if (!SP)
    return 0;
  return SP->getLine() ? SP->getLine() : SP->getScopeLine(); // OpenMP's tasks
}

std::string absoluteFileOf(const Function &F) {
  SmallString<128> Path(fileOf(F));
  DISubprogram *SP = F.getSubprogram();
  if (SP && !sys::path::is_absolute(Path)) {
    Path = SP->getDirectory();
    sys::path::append(Path, SP->getFilename());
  }
  sys::path::remove_dots(Path, /*remove_dot_dot=*/true);
  return Path.str().str();
}

} // namespace memfn
