// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A profile kept in memory is on disk after memfn_flush, whatever becomes of the process.
// RUN: %each %clang_memfn %s -- 'MEMFN_OPTIONS=live=none MEMFN_OUTPUT=p.out not --crash ./prog && %expect p.out %s'
#include <memfn/memfn.h>
#include <signal.h>

#include "../Inputs/take.h"

// EXPECT: f calls>=2 alloc_bytes>=200
PROFILE void f(void)
{
	take(100);
}

int main(void)
{
	f();
	f();
	memfn_flush();
	return raise(SIGKILL);
}
