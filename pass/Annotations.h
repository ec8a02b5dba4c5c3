// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the source says of its functions: annotate("memprof"), with a label or
// without, and annotate("memprof_never").

#ifndef MEMFN_PASS_ANNOTATIONS_H
#define MEMFN_PASS_ANNOTATIONS_H

#include "llvm/ADT/DenseMap.h"
#include <string>

namespace llvm {
class Function;
class Module;
} // namespace llvm

namespace memfn {

struct Annotation {
  bool Profile = false;
  bool Never = false;
  std::string Label;
};

using AnnotationMap = llvm::DenseMap<const llvm::Function *, Annotation>;

// Reads them and takes MemFn's own out of the module's table, which refers to
// each annotated function and so would keep unused ones in the program.
AnnotationMap takeAnnotations(llvm::Module &M);

} // namespace memfn

#endif
