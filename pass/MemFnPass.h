// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The two passes. `memfn` runs at the start of the pipeline, before anything is
// inlined, and does nearly all; `memfn-late` runs at its end.

#ifndef MEMFN_PASS_MEMFNPASS_H
#define MEMFN_PASS_MEMFNPASS_H

#include "Options.h"
#include "llvm/IR/PassManager.h"

namespace memfn {

class StartPass : public llvm::PassInfoMixin<StartPass> {
public:
  explicit StartPass(Options Opts) : O(std::move(Opts)) {}
  llvm::PreservedAnalyses run(llvm::Module &M, llvm::ModuleAnalysisManager &);
  // optnone functions and -opt-bisect-limit must not change what is measured.
  static bool isRequired() { return true; }

private:
  Options O;
};

class LatePass : public llvm::PassInfoMixin<LatePass> {
public:
  llvm::PreservedAnalyses run(llvm::Module &M, llvm::ModuleAnalysisManager &);
  static bool isRequired() { return true; }
};

// A pass that only says what was wrong with the options: the plugin itself has
// no way to end the compiler but to leave it.
class ComplainPass : public llvm::PassInfoMixin<ComplainPass> {
public:
  explicit ComplainPass(std::string Text) : Problem(std::move(Text)) {}
  llvm::PreservedAnalyses run(llvm::Module &M, llvm::ModuleAnalysisManager &);
  static bool isRequired() { return true; }

private:
  std::string Problem;
};

} // namespace memfn

#endif
