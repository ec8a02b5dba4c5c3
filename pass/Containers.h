// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef MEMFN_PASS_CONTAINERS_H
#define MEMFN_PASS_CONTAINERS_H

#include "llvm/ADT/StringRef.h"
#include <string>

namespace memfn {

// The type of the values that a standard container holds, when the symbol is a
// member of one, or of what make_unique and the like make; else empty. A guess:
// the member may allocate for something else, such as the value's own parts.
std::string containerValueType(llvm::StringRef Symbol);

// Without what every container has by default: std::vector<int> of
// std::vector<int, std::allocator<int>>, std::string of what that is.
std::string shortenStandardNames(std::string Name);

} // namespace memfn

#endif
