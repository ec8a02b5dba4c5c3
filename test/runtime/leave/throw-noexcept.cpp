// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Through noexcept into terminate: what the exception did not leave is open in the profile.
// RUN: %memfn_clangxx -O0 %s -o %t0 && env MEMFN_OUTPUT=%t0.prof not --crash %t0
// RUN: %expect %t0.prof %s
// RUN: %clangxx_memfn -O2 %s -o %t2 %link_shared && env MEMFN_OUTPUT=%t2.prof not --crash %t2
// RUN: %expect %t2.prof %s
#include "../Inputs/take.h"

// EXPECT: fails calls=1 alloc_bytes>=1
PROFILE void fails()
{
	take(1);
	throw 1;
}

// EXPECT: promises calls=1 open_calls=1 alloc_bytes>=10
PROFILE void promises() noexcept
{
	take(10);
	fails();
}

// EXPECT: outer calls=1 open_calls=1 alloc_bytes=100
PROFILE void outer()
{
	take(100);
	promises();
}

// EXPECT: process state=died status=null
int main()
{
	try {
		outer();
	} catch (int) {
	}
}
