// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// C++: every form of new and delete, sized, aligned and nothrow, and what cannot be had.
// RUN: %each %clangxx_memfn -std=c++17 -fsized-deallocation -fno-builtin %s -- 'MEMFN_OUTPUT=p.out ./prog && %expect p.out %s'
#include <cstdint>
#include <new>

#define PROFILE __attribute__((annotate("memprof")))

struct alignas(64) Wide {
	char bytes[128];
};
struct Named {
	char bytes[48];
	~Named() { bytes[0] = 0; }
};
static volatile int n = 10;
template <typename T> static T *see(T *p)
{
	T *volatile same = p;
	return same;
}

// new Named[10] has a cookie of 8 bytes.
// EXPECT: plain calls=1 allocs=5 alloc_bytes=1013 frees=5 freed_bytes=1013 peak_bytes=1013
PROFILE void plain()
{
	int *one = see(new int), *many = see(new int[n]);
	Named *named = see(new Named[n]);
	void *raw = ::operator new(480), *none = ::operator new(0);
	delete one;
	delete[] many;
	delete[] named;
	::operator delete(raw, std::size_t(480));
	::operator delete(none);
}

// EXPECT: aligned calls=1 allocs=3 alloc_bytes=1792 frees=3 freed_bytes=1792
PROFILE void aligned()
{
	Wide *one = see(new Wide), *many = see(new Wide[n]);
	void *raw = ::operator new(384, std::align_val_t(128));
	delete one;
	delete[] many;
	::operator delete(raw, 384, std::align_val_t(128));
}

// EXPECT: quiet calls=1 allocs=2 alloc_bytes=168 frees=2 freed_bytes=168
PROFILE void quiet()
{
	int *many = see(new (std::nothrow) int[n]);
	Wide *wide = see(new (std::nothrow) Wide);
	delete[] many;
	delete wide;
}

// EXPECT: failing calls=1 allocs>=1 leaked_blocks=0 open_calls=0
PROFILE int failing()
{
	try {
		see(::operator new(std::size_t(PTRDIFF_MAX) / 2));
	} catch (const std::bad_alloc &) {
		return ::operator new(std::size_t(PTRDIFF_MAX) / 2, std::nothrow) == nullptr;
	}
	return 0;
}

// EXPECT: totals calls=4
int main()
{
	plain();
	aligned();
	quiet();
	return !failing();
}
