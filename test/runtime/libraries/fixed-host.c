// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A host at fixed addresses that takes malloc's: the address that everybody sees is then of a stub in
// the host, while calls go to the runtime that was preloaded (Debian's python3 is such a program). A
// host with a malloc of its own is told from it.
// RUN: rm -rf %t && mkdir %t && cd %t
// RUN: %host_cc -O2 -no-pie -fno-pie -fno-builtin %s -o host && %host_cc -O2 -no-pie -fno-pie -fno-builtin -DOWN %s -o own
// RUN: LD_PRELOAD=%libmemfn_so MEMFN_OUTPUT=p.out ./host 2> err && not grep 'not tracked' err && %expect p.out %s
// RUN: LD_PRELOAD=%libmemfn_so MEMFN_OUTPUT=p.out ./own 2> err; grep 'a malloc of its own' err
#include <stdlib.h>

#ifdef OWN
static char pool[1 << 20], *next = pool;
void *malloc(size_t size)
{
	void *block = next;
	next += (size + 15) & ~(size_t)15;
	return block;
}
void *calloc(size_t count, size_t size)
{
	return malloc(count * size);
}
void *realloc(void *block, size_t size)
{
	(void)block;
	return malloc(size);
}
void free(void *block)
{
	(void)block;
}
#endif

// EXPECT: totals allocs=2 frees=2 alloc_bytes=1100
// EXPECT: trust foreign_frees=0
int main(void)
{
	void *(*volatile take)(size_t) = malloc;
	void *block = take(1000), *aligned;
	if (posix_memalign(&aligned, 64, 100))
		return 1;
	free(block);
	free(aligned);
	return 0;
}
