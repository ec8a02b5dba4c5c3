// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Follows the result of an allocation to what it is used as.

#ifndef MEMFN_PASS_RESULTTYPES_H
#define MEMFN_PASS_RESULTTYPES_H

namespace llvm {
class CallBase;
class DIType;
} // namespace llvm

namespace memfn {

class VariableTypes;

struct ResultType {
  llvm::DIType *Type = nullptr; // null where not known, or void
  bool Guess = false;
};

// What the object that Call returns is used as.
ResultType typeOfResult(const VariableTypes &V, const llvm::CallBase &Call);

// What argument N points to.
ResultType typeOfArgument(const VariableTypes &V, const llvm::CallBase &Call,
                          unsigned N);

// What the pointer that argument N points to points to: posix_memalign(&p,
// ...).
ResultType typeBehind(const VariableTypes &V, const llvm::CallBase &Call,
                      unsigned N);

} // namespace memfn

#endif
