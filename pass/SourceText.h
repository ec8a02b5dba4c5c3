// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What a call looks like in the source. Debug info does not say of which type a
// sizeof was; the text at the place that it gives for the call does.

#ifndef MEMFN_PASS_SOURCETEXT_H
#define MEMFN_PASS_SOURCETEXT_H

#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/MemoryBuffer.h"
#include <memory>

namespace llvm {
class CallBase;
class DILocation;
} // namespace llvm

namespace memfn {

class SourceText {
public:
  // The arguments of the call, as written; empty where the source cannot be
  // read, or has no call of that function at its place, as in a macro.
  llvm::StringRef argumentsOf(const llvm::CallBase &Call);

private:
  llvm::StringRef file(const llvm::DILocation &Place);

  // Null for what cannot be read.
  llvm::StringMap<std::unique_ptr<llvm::MemoryBuffer>> Files;
};

// `struct node` of `n * sizeof(struct node)`; of each sizeof with brackets.
struct SizeofOperand {
  llvm::StringRef Operand;
  bool AddedUp; // a term or a factor of an argument, and nothing less simple
};
llvm::SmallVector<SizeofOperand, 2> sizeofOperands(llvm::StringRef Text);

} // namespace memfn

#endif
