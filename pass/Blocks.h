// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Places on both ways out of a call.

#ifndef MEMFN_PASS_BLOCKS_H
#define MEMFN_PASS_BLOCKS_H

#include "llvm/IR/BasicBlock.h"

namespace llvm {
class CallBase;
} // namespace llvm

namespace memfn {

// Where control goes on when the call returned, and only then.
llvm::BasicBlock::iterator afterReturn(llvm::CallBase &Call);

// Where control goes on when an exception leaves the call, and only then: the
// call becomes an invoke if it is none. May replace the call, not the callee.
llvm::BasicBlock::iterator afterThrow(llvm::CallBase *&Call);

} // namespace memfn

#endif
