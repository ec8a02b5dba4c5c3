// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Types as debug info has them: what lies at an address, and how a type is
// written in a report.

#ifndef MEMFN_PASS_DEBUGTYPES_H
#define MEMFN_PASS_DEBUGTYPES_H

#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/IR/DebugInfoMetadata.h"
#include <string>

namespace llvm {
class AllocaInst;
class Argument;
class DataLayout;
class Function;
class Value;
} // namespace llvm

namespace memfn {

// A place in an object: so many bytes into something of this type. Without a
// type it is not known.
struct Spot {
  llvm::DIType *Type = nullptr;
  uint64_t Offset = 0;
};

// What lies at the addresses of one function.
class VariableTypes {
public:
  explicit VariableTypes(const llvm::Function &F);

  Spot at(const llvm::Value *Address, unsigned Depth = 0) const;
  // Null for what is no variable of the source's.
  llvm::DIType *ofVariable(const llvm::AllocaInst *A) const {
    return Types.lookup((const llvm::Value *)A);
  }

private:
  Spot ofLocal(const llvm::AllocaInst &A, unsigned Depth) const;
  Spot ofArgument(const llvm::Argument &A) const;

  // By the address of the variable.
  llvm::DenseMap<const llvm::Value *, llvm::DIType *> Types;
  const llvm::DataLayout &Layout;
};

// Without typedefs of named types, const, volatile and the like.
llvm::DIType *canonical(llvm::DIType *T);

// What pointers that can lie at the spot point to, one of a kind; null stands
// for void. A union can have several.
llvm::SmallVector<llvm::DIType *, 2> pointeesAt(Spot S);

// What a pointer (or reference) of type T points to.
llvm::DIType *pointeeOf(llvm::DIType *T);
bool isPointer(llvm::DIType *T);

// With its namespaces and classes.
std::string qualified(llvm::DIType *T);

// struct node, ns::Foo<int>*, double[][]; tags only in C.
std::string spell(llvm::DIType *T, bool IsCxx);

} // namespace memfn

#endif
