// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A dlsym that allocates, as libc's own does where it finds nothing: before the next allocator is known
// it gets what it asks for, and nothing of it is in any figure.
// RUN: rm -rf %t && mkdir %t && cd %t && %clang -DLIBRARY -D_GNU_SOURCE -O1 -fno-builtin -fPIC -shared %s -o libdlsym.so
// RUN: %memfn_clang -O1 %s -o prog -pthread && LD_PRELOAD=./libdlsym.so MEMFN_OUTPUT=p.out ./prog && %expect p.out %s
#include <stdlib.h>
#include <string.h>

#ifdef LIBRARY
#include <dlfcn.h>

void *dlsym(void *restrict handle, const char *restrict name)
{
	void *(*next)(void *, const char *) =
		(void *(*)(void *, const char *))dlvsym(RTLD_NEXT, "dlsym", "GLIBC_2.34");
	char *copy = malloc(1000), *zeroed = calloc(10, 100), *third = malloc(10);
	if (!next || !copy || !zeroed || !third)
		abort();
	for (int i = 0; i < 1000; i++)
		if (zeroed[i])
			abort();
	strcpy(copy, name);
	memset(zeroed, 1, 1000);
	copy = realloc(copy, 2000);
	if (!copy || strcmp(copy, name))
		abort();
	void *found = next(handle, name);
	free(copy);
	free(zeroed);
	free(third);
	return found;
}
#else
#include "../Inputs/take.h"

// EXPECT: f calls=1 allocs=2 frees=2
// EXPECT: totals allocs=2 frees=2 leaked_bytes=0
PROFILE void f(void)
{
	give(take(10));
	give(take(20));
}

int main(void)
{
	f();
	return 0;
}
#endif
