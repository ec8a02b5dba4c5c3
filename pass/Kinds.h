// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The C or C++ type of what a call allocates.

#ifndef MEMFN_PASS_KINDS_H
#define MEMFN_PASS_KINDS_H

#include "SourceText.h"
#include "TypeNames.h"
#include "llvm/ADT/DenseMap.h"
#include <memory>
#include <string>
#include <vector>

namespace llvm {
class CallBase;
class Function;
class Module;
} // namespace llvm

namespace memfn {

struct ResultType;
class VariableTypes;

struct Kind {
  std::string Name; // empty where not known
  bool Guess = false;
};

class Kinds {
public:
  // Allocs are globs of functions that allocate for their caller.
  Kinds(llvm::Module &M, std::vector<std::string> Names);
  ~Kinds();

  Kind of(const llvm::CallBase &Call);
  // Does the call itself allocate, as malloc and operator new do?
  bool isAllocation(const llvm::CallBase &Call) const;

private:
  bool isAllocator(const llvm::CallBase &Call) const;
  const std::string &containerValue(const llvm::Function &Callee);
  const VariableTypes &variablesOf(const llvm::Function &F);
  ResultType destination(const llvm::CallBase &Call);
  Kind inWords(const llvm::CallBase &Call, bool IsCxx);

  std::vector<std::string> Allocs;
  TypeNames Types;
  SourceText Source;
  llvm::DenseMap<const llvm::Function *, std::string> Values;
  // Of the function asked for last: functions are asked for one by one.
  const llvm::Function *Current = nullptr;
  std::unique_ptr<VariableTypes> Variables;
};

} // namespace memfn

#endif
