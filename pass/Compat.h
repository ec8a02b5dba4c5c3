// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Every difference between the LLVM versions that the plugin is built for (14,
// 16, 19, 22). No other file of the pass asks for LLVM_VERSION_MAJOR. What is
// here does the same on each of them; a difference that cannot be hidden is a
// constant with a name.

#ifndef MEMFN_PASS_COMPAT_H
#define MEMFN_PASS_COMPAT_H

#include "llvm/ADT/StringRef.h"
#include "llvm/BinaryFormat/Dwarf.h"
#include "llvm/Config/llvm-config.h"
#include "llvm/IR/DebugInfoMetadata.h"
#include "llvm/IR/Function.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/InstrTypes.h"
#include "llvm/IR/IntrinsicInst.h"
#include "llvm/IR/Intrinsics.h"
#include "llvm/IR/Module.h"

#if LLVM_VERSION_MAJOR >= 22
#include "llvm/Plugins/PassPlugin.h"
#else
#include "llvm/Passes/PassPlugin.h"
#endif
#if LLVM_VERSION_MAJOR >= 16
#include "llvm/Support/ModRef.h"
#include "llvm/TargetParser/Triple.h"
#else
#include "llvm/ADT/Triple.h"
#endif

namespace memfn {
namespace compat {

inline bool startsWith(llvm::StringRef S, llvm::StringRef Prefix) {
  return S.substr(0, Prefix.size()) == Prefix;
}

inline bool endsWith(llvm::StringRef S, llvm::StringRef Suffix) {
  return S.size() >= Suffix.size() &&
         S.substr(S.size() - Suffix.size()) == Suffix;
}

// Before 17, where F is not inlined, what it restores before it returns
// includes the register that holds its result.
inline bool restoresOverResult(const llvm::Function &F) {
#if LLVM_VERSION_MAJOR < 17
  return (F.getCallingConv() == llvm::CallingConv::PreserveMost ||
          F.getCallingConv() == llvm::CallingConv::PreserveAll) &&
         !F.getReturnType()->isVoidTy();
#else
  (void)F;
  return false;
#endif
}

// A pointer to anything: i8* where pointers have types.
inline llvm::PointerType *pointerType(llvm::LLVMContext &C) {
#if LLVM_VERSION_MAJOR < 16
  return llvm::Type::getInt8PtrTy(C);
#else
  return llvm::PointerType::getUnqual(C);
#endif
}

inline llvm::PointerType *pointerTo(llvm::PointerType *T) {
#if LLVM_VERSION_MAJOR < 16
  return T->getPointerTo();
#else
  return T;
#endif
}

inline llvm::Function *intrinsic(llvm::Module &M, llvm::Intrinsic::ID ID,
                                 llvm::ArrayRef<llvm::Type *> Types) {
#if LLVM_VERSION_MAJOR >= 20
  return llvm::Intrinsic::getOrInsertDeclaration(&M, ID, Types);
#else
  return llvm::Intrinsic::getDeclaration(&M, ID, Types);
#endif
}

// The attributes by which a call may be folded, moved or dropped. Callable on a
// function and on a call.
template <typename T> void dropMemoryAttributes(T &Place) {
#if LLVM_VERSION_MAJOR >= 16
  Place.removeFnAttr(llvm::Attribute::Memory);
#else
  for (auto Kind : {llvm::Attribute::ReadNone, llvm::Attribute::ReadOnly,
                    llvm::Attribute::WriteOnly, llvm::Attribute::ArgMemOnly,
                    llvm::Attribute::InaccessibleMemOnly,
                    llvm::Attribute::InaccessibleMemOrArgMemOnly})
    Place.removeFnAttr(Kind);
#endif
  Place.removeFnAttr(llvm::Attribute::Speculatable);
}

inline void setInaccessibleMemoryOnly(llvm::CallBase &Call) {
#if LLVM_VERSION_MAJOR >= 16
  Call.setMemoryEffects(llvm::MemoryEffects::inaccessibleMemOnly());
#else
  Call.addFnAttr(llvm::Attribute::InaccessibleMemOnly);
#endif
}

inline bool isCxx(const llvm::DICompileUnit &Unit) {
#if LLVM_VERSION_MAJOR >= 22
  llvm::DISourceLanguageName L = Unit.getSourceLanguage();
  if (L.hasVersionedName())
    return L.getName() == llvm::dwarf::DW_LNAME_C_plus_plus;
  unsigned Language = L.getUnversionedName();
#else
  unsigned Language = Unit.getSourceLanguage();
#endif
  return llvm::dwarf::isCPlusPlus(llvm::dwarf::SourceLanguage(Language));
}

// Calls Use(address, variable, expression) for each place in F where a variable
// of the source lies in memory. 14 and 16 tell it by intrinsics, later ones by
// records; the optimiser's pipelines turn declarations into assignments.
template <typename T>
void forEachVariable(const llvm::Function &F, const T &Use) {
  for (const llvm::Instruction &I : llvm::instructions(F)) {
    if (auto *D = llvm::dyn_cast<llvm::DbgDeclareInst>(&I))
      Use(D->getAddress(), D->getVariable(), D->getExpression());
#if LLVM_VERSION_MAJOR >= 16
    if (auto *D = llvm::dyn_cast<llvm::DbgAssignIntrinsic>(&I))
      Use(D->getAddress(), D->getVariable(), D->getAddressExpression());
#endif
#if LLVM_VERSION_MAJOR >= 19
    for (llvm::DbgVariableRecord &R :
         llvm::filterDbgVars(I.getDbgRecordRange())) {
      if (R.isDbgAssign())
        Use(R.getAddress(), R.getVariable(), R.getAddressExpression());
      else if (R.isDbgDeclare())
        Use(R.getAddress(), R.getVariable(), R.getExpression());
    }
#endif
  }
}

// Before 16 the optimiser takes two readings of a frame's address on either
// side of a suspension for one value.
#if LLVM_VERSION_MAJOR >= 16
constexpr bool FrameAddressSurvivesSuspend = true;
#else
constexpr bool FrameAddressSurvivesSuspend = false;
#endif

// Before 15 the code generator crashes on a function that it splits and that
// has a personality of ours and no landing pad.
#if LLVM_VERSION_MAJOR >= 15
constexpr bool SplitNeedsPads = false;
#else
constexpr bool SplitNeedsPads = true;
#endif

} // namespace compat
} // namespace memfn

#endif
