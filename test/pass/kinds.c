// The type of what is allocated, from debug info and the source: the table in
// Inputs.
// RUN: env "MEMFN_PASS=all;allocs=x*alloc" %clang_memfn -g -O0 -S -emit-llvm -o %t.0.ll %S/Inputs/types.c
// RUN: %python %S/Inputs/kinds.py %S/Inputs/types.c %t.0.ll
// RUN: env "MEMFN_PASS=all;allocs=x*alloc" %clang_memfn -g -O2 -S -emit-llvm -o %t.2.ll %S/Inputs/types.c
// RUN: %python %S/Inputs/kinds.py %S/Inputs/types.c %t.2.ll

// A second table, of other styles.
// RUN: env "MEMFN_PASS=all;allocs=z*alloc" %clang_memfn -w -g -O0 -S -emit-llvm -o %t.0.ll %S/Inputs/more-types.c
// RUN: %python %S/Inputs/kinds.py %S/Inputs/more-types.c %t.0.ll
// RUN: env "MEMFN_PASS=all;allocs=z*alloc" %clang_memfn -w -g -O2 -S -emit-llvm -o %t.2.ll %S/Inputs/more-types.c
// RUN: %python %S/Inputs/kinds.py %S/Inputs/more-types.c %t.2.ll
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// Two more, as well-known programs write them. What a function declared elsewhere takes is known from -O1 on.
// RUN: env MEMFN_PASS=all %clang_memfn -w -g -O0 -S -emit-llvm -o %t.0.ll %S/Inputs/programs.c
// RUN: %python %S/Inputs/kinds.py --misses=1 %S/Inputs/programs.c %t.0.ll
// RUN: env MEMFN_PASS=all %clang_memfn -w -g -O2 -S -emit-llvm -o %t.2.ll %S/Inputs/programs.c
// RUN: %python %S/Inputs/kinds.py %S/Inputs/programs.c %t.2.ll
// RUN: env "MEMFN_PASS=all;allocs=state_*" %clang_memfn -w -g -O0 -S -emit-llvm -o %t.0.ll %S/Inputs/macros.c
// RUN: %python %S/Inputs/kinds.py --misses=2 %S/Inputs/macros.c %t.0.ll
// RUN: env "MEMFN_PASS=all;allocs=state_*" %clang_memfn -w -g -O2 -S -emit-llvm -o %t.2.ll %S/Inputs/macros.c
// RUN: %python %S/Inputs/kinds.py --misses=2 %S/Inputs/macros.c %t.2.ll
