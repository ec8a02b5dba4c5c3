// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the user asked of the pass: `key=value` items between semicolons, from
// MEMFN_PASS in the compiler's environment or from opt's -passes='memfn<...>'.

#ifndef MEMFN_PASS_OPTIONS_H
#define MEMFN_PASS_OPTIONS_H

#include "llvm/ADT/StringRef.h"
#include <string>
#include <vector>

namespace memfn {

struct Options {
  bool All = false;                // every function of the program's own
  unsigned MinInstructions = 0;    // of `all`: smaller ones are left out
  bool Allocating = false;         // of `all`: only those that may allocate
  bool System = false;             // `all` takes system headers' functions too
  bool Lines = true;               // note the line of each allocating call
  std::vector<std::string> Lists;  // files
  std::vector<std::string> Calls;  // globs of functions to hook at their calls
  std::vector<std::string> Allocs; // functions that allocate for their caller
  std::string Report; // file to which is added what was chosen, and why

  // Both give an empty string, or what is wrong.
  std::string parse(llvm::StringRef Text);
  std::string parseEnvironment();
};

} // namespace memfn

#endif
