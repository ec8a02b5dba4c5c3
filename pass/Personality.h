// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A personality for functions that have nothing to clean up, or not at the call
// that an exception comes from: the unwinder asks it in passing, and it closes
// their frame. A landing pad would cost some ten times as much, for the
// unwinder to enter, and to begin anew behind it.

#ifndef MEMFN_PASS_PERSONALITY_H
#define MEMFN_PASS_PERSONALITY_H

namespace llvm {
class Constant;
class Function;
} // namespace llvm

namespace memfn {

// On a function whose exits by exceptions are not placed yet.
constexpr const char *PassedAttribute = "memfn-passed";

// Whether F may get that personality once it is known to have no other but
// C++'s. Not before the linker optimises: into F, nothing could be inlined
// there that has another. Nor where the code generator adds cleanups, as for a
// collector's.
bool mayBePassed(const llvm::Function &F);

// F has C++'s, as clang declares it.
bool hasCxxPersonality(const llvm::Function &F);

// Made where F's module does not have it yet; one that asks C++'s first, where
// F has that. F's language says whether the unwinder is there without it.
llvm::Constant *passedPersonality(llvm::Function &F);

} // namespace memfn

#endif
