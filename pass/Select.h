// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Which functions of a module are instrumented.

#ifndef MEMFN_PASS_SELECT_H
#define MEMFN_PASS_SELECT_H

#include "Options.h"
#include <string>
#include <vector>

namespace llvm {
class Function;
class Module;
} // namespace llvm

namespace memfn {

class Lists;

struct Choice {
  llvm::Function *F;
  std::string Label;  // shown in place of the name; mostly empty
  std::string Reason; // for the report
};

// In the module's order. Takes the annotations out of the module, which else
// keep every annotated function alive.
std::vector<Choice> chooseFunctions(llvm::Module &M, const Options &O,
                                    Lists &L);

} // namespace memfn

#endif
