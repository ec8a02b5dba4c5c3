// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Snapshots hold all figures as of then, open frames included, and cost what has changed.
// RUN: %each %clang_memfn %s -- 'MEMFN_OUTPUT=p.out ./prog && %python %S/Inputs/pictures.py p.out | FileCheck %s && %expect p.out %s'
// RUN: %clang_memfn -O1 %s -o %t.prog %link_static && env MEMFN_OUTPUT=%t.wide MEMFN_OPTIONS=sizes=1:quiet=1 %t.prog
#include <memfn/memfn.h>

#include "../Inputs/take.h"

static void *kept;

// EXPECT: f calls=3
PROFILE void f(size_t size)
{
	kept = take(size);
}

PROFILE void host(void)
{
	give(take(50));
	memfn_snapshot("inside");
	f(1);
}

// CHECK: snapshot empty: live=0 peak=0 cause=0 changed=0 accounts, 1 nodes; 1 frames
// CHECK-NEXT: <program>: allocs=0 live=0 calls=1 peak=0
// CHECK-NEXT: open: <program>
// CHECK-NEXT: snapshot one: live=100 peak=100 cause=0 changed=1 accounts, 1 nodes; 1 frames
// CHECK-NEXT: <program>: allocs=0 live=0 calls=1 peak=100
// CHECK-NEXT: f: allocs=1 live=100 calls=1 peak=100
// CHECK-NEXT: open: <program>
// CHECK-NEXT: snapshot same: live=100 peak=100 cause=0 changed=0 accounts, 0 nodes; 1 frames
// CHECK-NEXT: <program>
// CHECK-NEXT: f: allocs=1 live=100 calls=1 peak=100
// CHECK-NEXT: open: <program>
// CHECK-NEXT: snapshot inside: live=200 peak=250 cause=0 changed=2 accounts, 2 nodes; 2 frames
// CHECK-NEXT: <program>: allocs=0 live=0 calls=1 peak=250
// CHECK-NEXT: f: allocs=2 live=200 calls=2 peak=100
// CHECK-NEXT: host: allocs=1 live=0 calls=1 peak=50
// CHECK-NEXT: open: <program> host
// CHECK-NEXT: snapshot end: live=101 peak=250 cause=0
// CHECK-NEXT: <program>: allocs=0 live=0 calls=1 peak=250
// CHECK-NEXT: f: allocs=3 live=101 calls=3 peak=100
// CHECK-NEXT: host: allocs=1 live=0 calls=1 peak=50
// Figures of more than 32 bits have entries of their own: 5 GiB in all, 1 GiB at once.
// CHECK: snapshot wide: live=101
// CHECK: wide: allocs=5 live=0 calls=1 peak=1073741824
// RUN: %memreport export --format=json --snapshot wide %t.wide | %python -c 'import json, sys; \
// RUN:   f = {f["name"]: f for f in json.load(sys.stdin)["functions"]}["wide"]; \
// RUN:   assert f["alloc_bytes"] == f["freed_bytes"] == 5 << 30 and f["frees"] == 5, f'
// RUN: not %memreport sizes %t.wide@wide 2>&1 | FileCheck %s --check-prefix=SIZES
// SIZES: wide: sizes: not kept in snapshots, only of the whole run
PROFILE void wide(void)
{
	for (int i = 0; i < 5; i++)
		give(take(1 << 30));
}

int main(void)
{
	memfn_snapshot("empty");
	f(100);
	memfn_snapshot("one");
	memfn_snapshot("same");
	void *first = kept;
	f(100);
	host();
	give(first);
	memfn_snapshot("end");
	wide();
	memfn_snapshot("wide");
	return 0;
}
