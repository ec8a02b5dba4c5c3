// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// How the compiler finds the passes, and the guard against a compiler of
// another LLVM, which would crash at the first call.

#include "Compat.h"
#include "MemFnPass.h"
#include "Options.h"
#include "llvm/Passes/PassBuilder.h"
#include <cstdio>
#include <dlfcn.h>
#include <unistd.h>

using namespace llvm;

namespace memfn {

namespace {

// The host's major version; 0 where it is too old (before 16) to tell.
unsigned hostVersion() {
  using Getter = void (*)(unsigned *, unsigned *, unsigned *);
  unsigned Major = 0;
  if (auto Get = (Getter)dlsym(RTLD_DEFAULT, "LLVMGetVersion"))
    Get(&Major, nullptr, nullptr);
  return Major;
}

__attribute__((constructor(101))) void refuseOtherHosts() {
  unsigned Host = hostVersion();
  if (Host == (LLVM_VERSION_MAJOR < 16 ? 0 : LLVM_VERSION_MAJOR))
    return;
  if (Host)
    dprintf(2, "memfn: this plugin is for LLVM %d, the compiler is LLVM %u\n",
            LLVM_VERSION_MAJOR, Host);
  else
    dprintf(2, "memfn: this plugin is for LLVM %d, the compiler is older\n",
            LLVM_VERSION_MAJOR);
  _exit(1);
}

void addStartPass(ModulePassManager &MPM, const std::string *Text) {
  Options O;
  std::string Problem = Text ? O.parse(*Text) : O.parseEnvironment();
  if (Problem.empty())
    MPM.addPass(StartPass(O));
  else
    MPM.addPass(ComplainPass(Problem));
}

// `memfn`, `memfn<OPTIONS>` and `memfn-late` of opt's -passes.
bool parsePassName(StringRef Name, ModulePassManager &MPM,
                   ArrayRef<PassBuilder::PipelineElement>) {
  if (Name == "memfn-late") {
    MPM.addPass(LatePass());
    return true;
  }
  if (Name == "memfn") {
    addStartPass(MPM, nullptr);
    return true;
  }
  if (!compat::startsWith(Name, "memfn<") || !compat::endsWith(Name, ">"))
    return false;
  std::string Text = Name.drop_front(6).drop_back().str();
  addStartPass(MPM, &Text);
  return true;
}

// Clang's sanitizers stand where the late pass does, and some place cleanups of
// their own. To come after them, it is not registered before they are, but when
// a pipeline begins.
void registerPasses(PassBuilder &PB) {
  PB.registerPipelineStartEPCallback([&PB](ModulePassManager &MPM, auto...) {
    addStartPass(MPM, nullptr);
    PB.registerOptimizerLastEPCallback(
        [](ModulePassManager &Last, auto...) { Last.addPass(LatePass()); });
  });
  PB.registerPipelineParsingCallback(parsePassName);
}

} // namespace

} // namespace memfn

extern "C" __attribute__((visibility("default"))) PassPluginLibraryInfo
llvmGetPassPluginInfo() {
  PassPluginLibraryInfo Info{};
  Info.APIVersion = LLVM_PLUGIN_API_VERSION;
  Info.PluginName = "MemFn";
  Info.PluginVersion = MEMFN_VERSION;
  Info.RegisterPassBuilderCallbacks = memfn::registerPasses;
  return Info;
}
