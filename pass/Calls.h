// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Hooks around calls of functions whose source is not compiled here: such a
// function is measured where it is called.

#ifndef MEMFN_PASS_CALLS_H
#define MEMFN_PASS_CALLS_H

namespace llvm {
class Module;
} // namespace llvm

namespace memfn {

class Descriptors;
class Hooks;
class Lists;

// After the sites, which belong to the caller's frame, and before the caller's
// own hooks.
void hookCalls(llvm::Module &M, Lists &L, Hooks &H, Descriptors &D);

} // namespace memfn

#endif
