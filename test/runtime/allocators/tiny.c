// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A block with no room for a tag, made behind the runtime's back, at the start of the only page that
// can be read: it is foreign, and nothing before it is looked at.
// RUN: rm -rf %t && mkdir %t && cd %t && %clang -D_GNU_SOURCE -DALLOCATOR -O1 -fno-builtin -fPIC -shared %s -o liballocator.so -Wl,-soname,liballocator.so
// RUN: %clang_memfn -O1 -fno-builtin %s -o prog %link_static -L. -lallocator -Wl,-rpath,$PWD && MEMFN_OUTPUT=p.out ./prog && %expect p.out %s
#include <stddef.h>

void *make_tiny(void);

#ifdef ALLOCATOR
#include <dlfcn.h>
#include <sys/mman.h>

extern void *__libc_malloc(size_t size);
extern void __libc_free(void *block);

static void *tiny;

void *make_tiny(void)
{
	char *pages = mmap(NULL, 3 * 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	mprotect(pages + 4096, 4096, PROT_READ | PROT_WRITE);
	return tiny = pages + 4096;
}

void *malloc(size_t size)
{
	return __libc_malloc(size);
}

void free(void *block)
{
	if (block != tiny)
		__libc_free(block);
}

size_t malloc_usable_size(void *block)
{
	size_t (*next)(void *) = (size_t (*)(void *))dlsym(RTLD_NEXT, "malloc_usable_size");
	return block && block == tiny ? 4 : next(block);
}
#else
#include "../Inputs/take.h"

// EXPECT: f calls=1 allocs=1 frees=1
// EXPECT: trust foreign_frees=1
PROFILE void f(void)
{
	free(make_tiny());
	give(take(10));
}

int main(void)
{
	f();
	return 0;
}
#endif
