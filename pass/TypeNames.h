// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Types of the module's debug info by what the source calls them.

#ifndef MEMFN_PASS_TYPENAMES_H
#define MEMFN_PASS_TYPENAMES_H

#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringRef.h"
#include <string>

namespace llvm {
class DIType;
class Module;
} // namespace llvm

namespace memfn {

class TypeNames {
public:
  explicit TypeNames(llvm::Module &Mod) : M(Mod) {}

  struct Found {
    std::string Name;  // as spell() has it; empty where it is no type
    uint64_t Size = 0; // in bytes; 0 not known
  };
  // Of `struct node`, `ns::node *`, `unsigned`. An expression, or a name that
  // debug info has for several types or for none, is none.
  Found find(llvm::StringRef Text, bool IsCxx);

private:
  llvm::DIType *named(llvm::StringRef Name);
  void read();
  void add(llvm::StringRef Name, llvm::DIType *T);

  llvm::Module &M;
  bool Read = false;
  llvm::StringMap<llvm::DIType *> Types; // null: several
};

} // namespace memfn

#endif
