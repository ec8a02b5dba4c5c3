// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The records that tell the runtime of each instrumented function: struct
// memfn_desc of memfn/abi.h, and the constructor that hands them over.

#ifndef MEMFN_PASS_DESCRIPTORS_H
#define MEMFN_PASS_DESCRIPTORS_H

#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringRef.h"

namespace llvm {
class Constant;
class Function;
class GlobalValue;
class GlobalVariable;
class Module;
class StructType;
} // namespace llvm

namespace memfn {

// Strings of the object, one of a kind. Null for an empty optional one.
class Strings {
public:
  explicit Strings(llvm::Module &Mod) : M(Mod) {}
  llvm::Constant *get(llvm::StringRef Text);

private:
  llvm::Module &M;
  llvm::StringMap<llvm::Constant *> Known;
};

class Descriptors {
public:
  Descriptors(llvm::Module &Mod, Strings &Text) : M(Mod), S(Text) {}

  // What hooks of F pass. A label replaces the name.
  llvm::Constant *ofFunction(const llvm::Function &F, llvm::StringRef Label,
                             unsigned Flags);
  // Of a function that is hooked where it is called; its file is ~, so that all
  // modules mean the same.
  llvm::Constant *ofCallee(const llvm::Function &F);
  // Keeps them in the object and registers them.
  void finish();

private:
  llvm::Constant *make(const llvm::Function &F, llvm::StringRef Label,
                       llvm::StringRef File, unsigned Line, unsigned Flags);

  llvm::Module &M;
  Strings &S;
  llvm::SmallVector<llvm::GlobalValue *, 16> Made;
  llvm::StringMap<llvm::Constant *> Callees;
};

} // namespace memfn

#endif
