// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A snapshot while a call is open that has made and freed nothing yet: it holds nothing and needs nothing,
// though its frame's mark has not begun, and another call's figures may stand in its slot.
// RUN: %clang_memfn -O1 %s -o %t %link_static && env MEMFN_OUTPUT=%t.prof %t
// RUN: %memreport export --format=json --snapshot idle %t.prof | %python -c 'import json, sys; \
// RUN:   f = {f["name"]: f for f in json.load(sys.stdin)["functions"]}; \
// RUN:   print(*[f[n][k] for n in ("idle", "host") for k in ("calls", "peak_bytes", "retained_bytes")])' \
// RUN:   | FileCheck %s
// CHECK: 1 0 0 1 700 700
#include <memfn/memfn.h>

#include "../Inputs/take.h"

PROFILE void busy(void)
{
	give(take(200));
}

PROFILE void idle(void)
{
	memfn_snapshot("idle");
}

PROFILE void host(void)
{
	busy();
	void *kept = take(700);
	idle();
	give(kept);
}

int main(void)
{
	void *kept = take(5000);
	host();
	give(kept);
	return 0;
}
