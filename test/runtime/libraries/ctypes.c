// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// An instrumented library called by Python's ctypes, the runtime preloaded: the interpreter runs as
// always, with thousands of blocks of its own, and none is taken for foreign.
// REQUIRES: default-llvm
// RUN: rm -rf %t && mkdir %t && cd %t && %memfn_clang -O2 -shared -fPIC %s -o lib.so
// RUN: echo 'import ctypes; lib = ctypes.CDLL("./lib.so"); CALL = ctypes.CFUNCTYPE(None); print(sum(lib.work(n) for n in range(10))); lib.back(CALL(lambda: print(lib.work(7))))' > use.py
// RUN: env LD_PRELOAD=%libmemfn_so PYTHONMALLOC=malloc MEMFN_OUTPUT=p.out python3 use.py | FileCheck %s
// CHECK: 45
// CHECK: 7
// RUN: %expect p.out %s
#include "../Inputs/take.h"

// EXPECT: work calls=11 alloc_bytes=52000 peak_bytes=9000
PROFILE int work(int n)
{
	give(take(n * 1000));
	return n;
}

// What Python allocates in a callback is back's.
// EXPECT: back calls=1 allocs>=2
// EXPECT: path back/work calls=1
PROFILE void back(void (*function)(void))
{
	function();
}

// EXPECT: totals allocs>=10000 calls=12
// EXPECT: process state=exited
// EXPECT: trust foreign_frees=0
