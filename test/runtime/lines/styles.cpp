// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Tables of allocations that the pass was not written for, through a whole run.
// RUN: %host_cc -c %S/Inputs/plain.c -o %t.o
// RUN: env "MEMFN_PASS=all;allocs=x*alloc" %clang_memfn -w -D_GNU_SOURCE -g -O0 %S/Inputs/styles.c %t.o -o %t0 %link_static
// RUN: env MEMFN_OUTPUT=%t0.prof %t0 && %python %S/Inputs/kinds.py %memreport %t0.prof %S/Inputs/styles.c
// RUN: env "MEMFN_PASS=all;allocs=x*alloc" %clang_memfn -w -D_GNU_SOURCE -g -O2 %S/Inputs/styles.c %t.o -o %t2 %link_shared
// RUN: env MEMFN_OUTPUT=%t2.prof %t2 && %python %S/Inputs/kinds.py %memreport %t2.prof %S/Inputs/styles.c
// RUN: env MEMFN_PASS=all %clangxx_memfn -std=c++17 -w -g -O0 %S/Inputs/styles.cpp %t.o -o %t3 %link_static
// RUN: env MEMFN_OUTPUT=%t3.prof %t3 && %python %S/Inputs/kinds.py %memreport %t3.prof %S/Inputs/styles.cpp
// RUN: env MEMFN_PASS=all %clangxx_memfn -std=c++17 -w -g -O2 %S/Inputs/styles.cpp %t.o -o %t4 %link_shared
// RUN: env MEMFN_OUTPUT=%t4.prof %t4 && %python %S/Inputs/kinds.py %memreport %t4.prof %S/Inputs/styles.cpp
// RUN: env MEMFN_PASS=all %clang_memfn -w -D_GNU_SOURCE -g -O0 %S/Inputs/probes.c %t.o -o %t5 %link_static
// RUN: env MEMFN_OUTPUT=%t5.prof %t5 && %python %S/Inputs/kinds.py %memreport %t5.prof %S/Inputs/probes.c
// RUN: env MEMFN_PASS=all %clang_memfn -w -D_GNU_SOURCE -g -O2 %S/Inputs/probes.c %t.o -o %t6 %link_shared
// RUN: env MEMFN_OUTPUT=%t6.prof %t6 && %python %S/Inputs/kinds.py %memreport %t6.prof %S/Inputs/probes.c
