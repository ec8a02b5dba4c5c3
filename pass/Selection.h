// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What each line of the lists did in this module, kept in the object so that
// the report can tell which lines match nothing in the whole program: struct
// memfn_list_line of memfn/abi.h.

#ifndef MEMFN_PASS_SELECTION_H
#define MEMFN_PASS_SELECTION_H

namespace llvm {
class Module;
}

namespace memfn {

class Lists;
class Strings;

// After the last function was held against L. Nothing without lists.
void recordSelection(llvm::Module &M, const Lists &L, Strings &S);

} // namespace memfn

#endif
