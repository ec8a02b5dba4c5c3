// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The examples' pools: their blocks count, what is behind them does not.
// RUN: %each %clang_memfn %examples/pool/bump.c -- 'MEMFN_OUTPUT=p.out ./prog && %expect p.out %s:BUMP'
// RUN: %each %clang_memfn %examples/pool/slab.c -- 'MEMFN_OUTPUT=p.out ./prog && %expect p.out %s:SLAB'
// stdio keeps its buffer of 4096 bytes.
// BUMP: split calls=1000 allocs=9000 alloc_bytes=116000 leaked_bytes=0
// BUMP: letters calls=1000 allocs=0 total_alloc_bytes=116000
// BUMP: totals peak_bytes<=5000 leaked_bytes=4096
// SLAB: insert calls=5000 allocs=5000 alloc_bytes=120000 own_peak_bytes=120000 peak_bytes=24
// SLAB: destroy calls=10001 frees=5000 freed_bytes=120000 allocs=0
// SLAB: totals peak_bytes<=125000 leaked_bytes=4096
