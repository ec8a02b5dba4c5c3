// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What is placed after the optimiser: hooks in the parts of split coroutines,
// and the words to the runtime where control comes back without returning
// (landing pads, calls that return twice), in every function, instrumented or
// not. Late, since before it these would keep other code from being optimised.

#ifndef MEMFN_PASS_LATE_H
#define MEMFN_PASS_LATE_H

namespace llvm {
class Module;
}

namespace memfn {

// True when something changed.
bool runLate(llvm::Module &M);

} // namespace memfn

#endif
