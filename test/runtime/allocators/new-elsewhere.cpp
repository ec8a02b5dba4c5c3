// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// jemalloc, tcmalloc and mimalloc bring an operator new that never calls malloc: linked or preloaded,
// it is counted as libstdc++'s is, aligned and sized forms included.
// REQUIRES: default-llvm, jemalloc, tcmalloc, mimalloc
// RUN: rm -rf %t && mkdir %t && cd %t && %memfn_clangxx -std=c++17 -fsized-deallocation -c %s -o new.o && %memfn_clangxx new.o -o plain
// RUN: for lib in jemalloc tcmalloc_minimal mimalloc; do %memfn_clangxx new.o -o $lib -Wl,--no-as-needed -l$lib && MEMFN_OUTPUT=p.out ./$lib && %expect p.out %s || exit 1; done
// RUN: for library in %jemalloc %tcmalloc %mimalloc; do LD_PRELOAD=$library MEMFN_OUTPUT=p.out ./plain && %expect p.out %s || exit 1; done
#include <new>

struct alignas(64) wide {
	char bytes[256];
};

static void *volatile kept;

// EXPECT: use allocs=5 alloc_bytes=512 frees=5 freed_bytes=512 peak_bytes=256 leaked_bytes=0
__attribute__((annotate("memprof"))) void use()
{
	kept = new int[10];
	delete[] (int *)kept;
	kept = ::operator new(100);
	::operator delete(kept, (std::size_t)100);
	kept = new (std::nothrow) char[16];
	delete[] (char *)kept;
	kept = new wide;
	delete (wide *)kept;
	kept = ::operator new(100);
	::operator delete(kept);
}

int main()
{
	use();
}
