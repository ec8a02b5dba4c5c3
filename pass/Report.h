// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The list of what was instrumented and what was not, and why, which the option
// report=FILE asks for. Lines are added to FILE, or to stderr where it is -:
// many compilers may write it.

#ifndef MEMFN_PASS_REPORT_H
#define MEMFN_PASS_REPORT_H

#include "llvm/ADT/StringRef.h"
#include <string>

namespace llvm {
class Function;
class Module;
} // namespace llvm

namespace memfn {

class Report {
public:
  // With an empty file name it does nothing.
  Report(llvm::Module &M, llvm::StringRef FileName);
  ~Report();
  Report(const Report &) = delete;
  Report &operator=(const Report &) = delete;

  void instrumented(const llvm::Function &F, llvm::StringRef Why);
  void skipped(const llvm::Function &F, llvm::StringRef Why);
  // Of a kind, or none.
  void allocation(const llvm::Function &F, llvm::StringRef File, unsigned Line,
                  llvm::StringRef Kind, bool Guess);

private:
  void line(llvm::StringRef File, unsigned Line, const llvm::Function &F,
            llvm::StringRef What);

  llvm::Module &M;
  std::string FileName;
  std::string Text;
};

} // namespace memfn

#endif
