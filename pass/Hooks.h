// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Calls into the runtime, and their places: one at a function's entry, one on
// each way out of it. What the hooks do is told by memfn/abi.h.

#ifndef MEMFN_PASS_HOOKS_H
#define MEMFN_PASS_HOOKS_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/IR/IRBuilder.h"

namespace llvm {
class Constant;
class Function;
class Module;
} // namespace llvm

namespace memfn {

// On a function that has its hooks, or had them placed by an earlier run.
constexpr const char *DoneAttribute = "memfn-done";
// On a coroutine that is chosen, and so on all parts it is split into: these
// get their hooks when they exist, late.
constexpr const char *CoroutineAttribute = "memfn-coro";

// True for the targets that the runtime knows.
bool isSupportedTarget(const llvm::Module &M);
bool isX86(const llvm::Module &M);

class Hooks {
public:
  explicit Hooks(llvm::Module &Mod) : M(Mod) {}

  // A nounwind call at B's place, with a debug location if the function has
  // debug info: the verifier wants one.
  llvm::CallInst *call(llvm::IRBuilderBase &B, llvm::StringRef Name,
                       llvm::Type *Result,
                       llvm::ArrayRef<llvm::Value *> Arguments);

  void enter(llvm::IRBuilderBase &B, llvm::Constant *Descriptor, bool Shared);
  void exit(llvm::IRBuilderBase &B, llvm::Constant *Descriptor, bool Shared);
  llvm::CallInst *depth(llvm::IRBuilderBase &B);
  void unwoundTo(llvm::IRBuilderBase &B, llvm::Value *Depth);
  void unwound(llvm::IRBuilderBase &B);

  // Entry and all exits of F, exceptional ones too: some of these only late.
  void placeInFunction(llvm::Function &F, llvm::Constant *Descriptor,
                       bool Shared);
  // The exceptional exits of a function whose others are placed.
  void placeForExceptions(llvm::Function &F, llvm::Constant *Descriptor,
                          bool Shared);
  // The exits of such a function's cleanups that there are.
  void placeAtResumes(llvm::Function &F, llvm::Constant *Descriptor);

private:
  llvm::Value *frameAddress(llvm::IRBuilderBase &B);

  llvm::Module &M;
};

// Was it written in C++?
bool isCxx(const llvm::Function &F);

// Is I a call of the hook of that name?
bool isHookCall(const llvm::Instruction &I, llvm::StringRef Name);

// Gives F a personality if it has none: C++'s, or the one that other functions
// of the module have. With another it could no longer be inlined, nor inline
// others.
void givePersonality(llvm::Function &F);

} // namespace memfn

#endif
