// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Tells the runtime which line of an instrumented function is about to
// allocate: before each call that may, the address of a site (struct memfn_site
// of memfn/abi.h) is stored into the thread's current frame.

#ifndef MEMFN_PASS_SITES_H
#define MEMFN_PASS_SITES_H

namespace llvm {
class Function;
class Module;
} // namespace llvm

namespace memfn {

class Effects;
class Kinds;
class Report;
class Strings;

class Sites {
public:
  Sites(llvm::Module &Mod, Strings &Text, const Effects &Known, Kinds &Types,
        Report &Into)
      : M(Mod), S(Text), E(Known), K(Types), R(Into) {}

  // Before F gets its other hooks. Does nothing where debug info has no lines.
  void placeInFunction(llvm::Function &F);

private:
  llvm::Module &M;
  Strings &S;
  const Effects &E;
  Kinds &K;
  Report &R;
};

} // namespace memfn

#endif
