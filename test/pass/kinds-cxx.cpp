// The type of what C++ allocates: new from the front end's notes, containers by
// what they hold, malloc from debug info.
// RUN: env MEMFN_PASS=all %clangxx_memfn -std=c++17 -g -O0 -S -emit-llvm -o %t.0.ll %S/Inputs/types.cpp
// RUN: %python %S/Inputs/kinds.py %S/Inputs/types.cpp %t.0.ll
// RUN: env MEMFN_PASS=all %clangxx_memfn -std=c++17 -g -O2 -S -emit-llvm -o %t.2.ll %S/Inputs/types.cpp
// RUN: %python %S/Inputs/kinds.py %S/Inputs/types.cpp %t.2.ll
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// Two more, as programs write them.
// RUN: env MEMFN_PASS=all %clangxx_memfn -w -std=c++17 -g -O0 -S -emit-llvm -o %t.0.ll %S/Inputs/programs.cpp
// RUN: %python %S/Inputs/kinds.py %S/Inputs/programs.cpp %t.0.ll
// RUN: env MEMFN_PASS=all %clangxx_memfn -w -std=c++17 -g -O2 -S -emit-llvm -o %t.2.ll %S/Inputs/library.cpp
// RUN: %python %S/Inputs/kinds.py %S/Inputs/library.cpp %t.2.ll
