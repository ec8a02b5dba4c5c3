// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The table of types of the pass's tests, as a profile tells it: no site is unknown, none is wrong.
// RUN: %host_cc -c %S/Inputs/plain.c -o %t.o
// RUN: env "MEMFN_PASS=all;allocs=x*alloc" %clang_memfn -w -g -O0 %S/Inputs/types-main.c %t.o -o %t0 %link_static
// RUN: env MEMFN_OUTPUT=%t0.prof %t0 < /dev/null
// RUN: %python %S/Inputs/kinds.py %memreport %t0.prof %test_dir/pass/Inputs/types.c
// RUN: env "MEMFN_PASS=all;allocs=x*alloc" %clang_memfn -w -g -O2 %S/Inputs/types-main.c %t.o -o %t2 %link_shared
// RUN: env MEMFN_OUTPUT=%t2.prof %t2 < /dev/null
// RUN: %python %S/Inputs/kinds.py %memreport %t2.prof %test_dir/pass/Inputs/types.c
