// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Regions in C++: left by exceptions, in templates and lambdas, values of class type passed on.
// RUN: %each %clangxx_memfn %s -- 'MEMFN_OUTPUT=p.out ./prog && %expect p.out %s'
#include <memfn/memfn.h>

#include <string>

#include "../Inputs/take.h"

// EXPECT: throws calls=3 alloc_bytes>=20 open_calls=0
static void throws(bool yes)
{
	MEMFN_SCOPE("throws");
	take(10);
	if (yes)
		throw 1;
}

// EXPECT: template_region calls=3 alloc_bytes=12
template <class T> static void generic()
{
	MEMFN_SCOPE("template_region");
	take(sizeof(T));
}

static std::string twice(std::string s)
{
	return s + s;
}

// EXPECT: host calls=1 alloc_bytes=1
// EXPECT: catches calls=1 alloc_bytes=100 open_calls=0
static void catches()
{
	MEMFN_SCOPE("catches");
	try {
		throws(true);
	} catch (int) {
	}
	take(100);
}

// EXPECT: lambda calls=1 alloc_bytes=3
PROFILE void host()
{
	try {
		throws(false);
		throws(true);
	} catch (int) {
		take(1);
	}
	[] {
		MEMFN_SCOPE("lambda");
		take(3);
	}();
}

// EXPECT: value calls=1
int main()
{
	host();
	catches();
	generic<int>();
	generic<char[4]>();
	generic<unsigned>();
	std::string s = MEMFN_CALL("value", twice("a long string that does not fit inside"));
	return s.size() != 76;
}
