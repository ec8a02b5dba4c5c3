// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The constructors that hand an object's records to the runtime.

#ifndef MEMFN_PASS_REGISTRATION_H
#define MEMFN_PASS_REGISTRATION_H

namespace llvm {
class Module;
}

namespace memfn {

struct Registration {
  const char *Name;    // of the constructor
  const char *Section; // whose bounds it passes ...
  const char *Hook;    // ... to this one
  // Without a runtime the constructor does nothing, and the link succeeds.
  bool Optional;
};

// One constructor for each linked object, whatever number of modules it has.
void registerSection(llvm::Module &M, const Registration &R);

} // namespace memfn

#endif
