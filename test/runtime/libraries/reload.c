// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A library goes, and another comes to lie where it was, with its call sites at the same addresses: what
// they allocate is charged to the lines of the one that is there. One that comes again elsewhere has
// the functions and lines that it had, whose names are not where they were.
// UNSUPPORTED: cross
// RUN: rm -rf %t && mkdir %t && cd %t && for n in 1 2; do %memfn_clang -O1 -g -DLIBRARY -DNUMBER=$n -shared -fPIC %s -o lib$n.so || exit 1; done
// RUN: %memfn_clang -O2 %s -o prog -ldl && MEMFN_OUTPUT=p.out ./prog && %expect p.out %s
#include "../Inputs/take.h"

#ifdef LIBRARY
// EXPECT: entry calls=42 alloc_bytes=6820
// EXPECT: line 19 allocs=22 alloc_bytes=2200
// EXPECT: line 20 allocs=22 alloc_bytes=220
// EXPECT: line 22 allocs=20 alloc_bytes=4000
// EXPECT: line 23 allocs=20 alloc_bytes=400
PROFILE void entry(void **blocks)
{
#if NUMBER == 1
	blocks[0] = malloc(100);
	blocks[1] = malloc(10);
#else
	blocks[0] = malloc(200);
	blocks[1] = malloc(20);
#endif
}
#else
#include <dlfcn.h>
#include <sys/mman.h>
#include <stdint.h>

static uintptr_t use(const char *name)
{
	void *library = dlopen(name, RTLD_NOW), *blocks[2];
	void (*entry)(void **) = (void (*)(void **))dlsym(library, "entry");
	entry(blocks);
	free(blocks[0]);
	free(blocks[1]);
	dlclose(library);
	return (uintptr_t)entry;
}

int main(void)
{
	int same = 0;
	for (int i = 0; i < 20; i++)
		same += use("./lib1.so") == use("./lib2.so");
	void *place = (void *)(use("./lib1.so") & ~(uintptr_t)4095);
	if (mmap(place, 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != place)
		return 2;
	return !same || (use("./lib1.so") & ~(uintptr_t)4095) == (uintptr_t)place;
}
#endif
