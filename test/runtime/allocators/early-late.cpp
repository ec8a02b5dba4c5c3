// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Allocation and calls before main, in preinit and other constructors, and after it, in atexit
// handlers and destructors: all count, blocks of one time may be freed in the other.
// RUN: %each %clangxx_memfn %s -- 'MEMFN_OUTPUT=p.out ./prog && %expect p.out %s'
// RUN: cd %t && for how in -static -static-pie; do %memfn_clangxx -O2 $how %s -o prog && MEMFN_OUTPUT=p.out ./prog && %expect p.out %s || exit 1; done
#include <cstdlib>

#define PROFILE __attribute__((annotate("memprof")))

// EXPECT: step calls=7 allocs=7 alloc_bytes=127 leaked_bytes=14 peak_bytes=64
PROFILE void *step(int size)
{
	void *volatile block = malloc(size);
	return block;
}

static void *from_preinit, *from_constructor;

static void preinit()
{
	from_preinit = step(1);
}
__attribute__((section(".preinit_array"), used)) static void (*entry)() = preinit;

__attribute__((constructor(102))) static void early()
{
	step(2);
}

struct Object {
	void *block = step(16);
	~Object()
	{
		free(block);
		free(step(64));
	}
} object;

static void at_exit()
{
	free(from_constructor);
	step(8);
}

__attribute__((constructor)) static void constructor()
{
	from_constructor = step(32);
	atexit(at_exit);
}

__attribute__((destructor)) static void destructor()
{
	free(from_preinit);
	step(4);
}

// EXPECT: totals calls=7
// EXPECT: process state=exited
int main()
{
	return 0;
}
