// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Where a function comes from: the program's own source, a system header, or
// the compiler itself.

#ifndef MEMFN_PASS_ORIGIN_H
#define MEMFN_PASS_ORIGIN_H

#include "llvm/ADT/SmallPtrSet.h"
#include <string>

namespace llvm {
class Function;
class Module;
} // namespace llvm

namespace memfn {

using FunctionSet = llvm::SmallPtrSet<const llvm::Function *, 16>;

// Made by the compiler: static initialisers, thunks, wrappers, and, as far as
// debug info tells, implicit members.
bool isCompilerMade(const llvm::Function &F);

// The body of an OpenMP region or task. clang makes it always_inline, but the
// OpenMP runtime calls it, on any thread.
bool isOpenMPBody(const llvm::Function &F);

// Defined in a system header: by its file where there is debug info, else by
// its namespace.
bool isSystem(const llvm::Function &F);

// A constructor or destructor that only calls another variant of itself: the
// optimiser makes one of them, so only the variant with the body may be hooked
// or the figures would depend on the optimisation level. Null for all others.
llvm::Function *structorBody(const llvm::Function &F);

// The variant of a destructor that also frees the object.
bool isDeletingDestructor(const llvm::Function &F);

// A destructor that does nothing but call its base class's. Above -O0 the front
// end makes the two one.
bool onlyDestroysBase(const llvm::Function &F);

// What may run before thread-local storage exists: ifunc resolvers and what
// they call in this module, and _start.
FunctionSet runsBeforeTls(llvm::Module &M);

// The file as debug info gives it, else the module's source name.
std::string fileOf(const llvm::Function &F);
unsigned lineOf(const llvm::Function &F);

// With the directory it is relative to, and without . and ..
std::string absoluteFileOf(const llvm::Function &F);

} // namespace memfn

#endif
