// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A program with its own operator new: over malloc, the malloc counts, with the size that it asks
// for; a pool's blocks are the pool's.
// RUN: %each %clangxx_memfn -fno-builtin %s -- 'MEMFN_OUTPUT=p.out ./prog && %expect p.out %s'
#include <cstdlib>
#include <new>

#define PROFILE __attribute__((annotate("memprof")))

void *operator new(std::size_t size)
{
	return std::malloc(size + 16);
}
void operator delete(void *block) noexcept
{
	std::free(block);
}
void operator delete(void *block, std::size_t) noexcept
{
	std::free(block);
}

struct Pooled {
	long value = 0;
	static char pool[4096];
	static std::size_t used;
	static void *operator new(std::size_t size)
	{
		used += size;
		return pool + used - size;
	}
	static void operator delete(void *) {}
};
char Pooled::pool[4096];
std::size_t Pooled::used;
static void *volatile sink;

// EXPECT: counted calls=3 allocs=3 alloc_bytes=72 frees=3
PROFILE void counted()
{
	long *number = new long;
	sink = number;
	delete number;
}

// EXPECT: pooled calls=5 allocs=0 frees=0
PROFILE void pooled()
{
	Pooled *p = new Pooled;
	sink = p;
	delete p;
}

int main()
{
	for (int i = 0; i < 3; i++)
		counted();
	for (int i = 0; i < 5; i++)
		pooled();
	return 0;
}
