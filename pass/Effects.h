// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Which calls may allocate memory in the name of the function that makes them.
// Those of instrumented functions do not: these answer for themselves.

#ifndef MEMFN_PASS_EFFECTS_H
#define MEMFN_PASS_EFFECTS_H

#include "llvm/ADT/DenseSet.h"

namespace llvm {
class CallBase;
class Function;
class Module;
} // namespace llvm

namespace memfn {

class Effects {
public:
  // Reads the whole module; instrumented functions have DoneAttribute.
  explicit Effects(llvm::Module &M);

  bool mayAllocate(const llvm::CallBase &Call) const;
  // In F itself or below it.
  bool mayAllocate(const llvm::Function &F) const {
    return MayAllocate.count(&F);
  }

private:
  llvm::DenseSet<const llvm::Function *> MayAllocate;
};

// The function that is called, or null.
const llvm::Function *calleeOf(const llvm::CallBase &Call);

} // namespace memfn

#endif
