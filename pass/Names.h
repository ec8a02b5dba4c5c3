// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The three names of a function, worked out while compiling so that neither the
// runtime nor the report needs a demangler.

#ifndef MEMFN_PASS_NAMES_H
#define MEMFN_PASS_NAMES_H

#include "llvm/ADT/StringRef.h"
#include <string>

namespace llvm {
class Function;
}

namespace memfn {

struct Names {
  std::string Name;    // demangled, without parameters: ns::Foo<int>::bar
  std::string Pretty;  // demangled, with parameters
  std::string Linkage; // as the linker sees it
};

// A symbol that is not C++ has its own name three times.
Names demangledNames(llvm::StringRef Symbol);

// Of a function of the module. Copies that the pass made have the names of what
// they were copied from.
Names namesOf(const llvm::Function &F);

// ns::Foo<int> of ns::Foo<int>::bar; empty for C and for the global namespace.
std::string contextOf(llvm::StringRef Symbol);

// Remembers that Copy stands for a function with that symbol.
void setSymbolOf(llvm::Function &Copy, llvm::StringRef Symbol);
llvm::StringRef symbolOf(const llvm::Function &F);

} // namespace memfn

#endif
