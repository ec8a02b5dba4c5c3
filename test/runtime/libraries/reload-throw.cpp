// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A library goes, and another comes to lie where it was, with a larger frame at the same place of the code: an
// exception that passes there ends that frame, whatever was known of the first one's.
// UNSUPPORTED: cross
// RUN: rm -rf %t && mkdir %t && cd %t
// RUN: for n in 1 4; do %memfn_clangxx -O1 -g0 -DROOM=${n}016 -shared -fPIC %s -o lib$n.so || exit 1; done
// RUN: %memfn_clangxx -O1 %s -o prog -ldl && MEMFN_OUTPUT=p.out ./prog && %expect p.out %s
#include "../Inputs/take.h"

#ifdef ROOM
static volatile char *volatile seen;

// EXPECT: leave calls=80 open_calls=0
// EXPECT: trust frames_closed=0
extern "C" PROFILE void leave(void (*throws)())
{
	volatile char room[ROOM];
	seen = room;
	throws();
	room[0] = 0;
}
#else
#include <dlfcn.h>

static void *place;

static void throws()
{
	place = __builtin_return_address(0);
	throw 1;
}

static void *use(const char *name)
{
	void *library = dlopen(name, RTLD_NOW);
	auto leave = reinterpret_cast<void (*)(void (*)())>(dlsym(library, "leave"));
	for (int i = 0; i < 2; i++)
		try {
			leave(throws);
		} catch (int) {
		}
	dlclose(library);
	return place;
}

int main()
{
	int same = 0;
	for (int i = 0; i < 20; i++)
		same += use("./lib1.so") == use("./lib4.so");
	return !same;
}
#endif
