// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// An instrumented library in a plain program: with the runtime preloaded calls and memory are
// counted, the host's memory for <program>; without, calls and times.
// RUN: rm -rf %t && split-file %s %t && cd %t
// RUN: %memfn_clang -O2 -shared -fPIC lib.c -o lib.so
// RUN: %host_cc -O2 host.c -o linked ./lib.so && %host_cc -DOPEN -O2 host.c -o opening -ldl
// RUN: for host in linked opening; do LD_PRELOAD=%libmemfn_so MEMFN_OUTPUT=p.out ./$host && %expect p.out lib.c host.c || exit 1; done
// RUN: for host in linked opening; do MEMFN_OUTPUT=p.out ./$host && %expect p.out lib.c:CALLS || exit 1; done

//--- lib.c
#include <stdlib.h>
// EXPECT: entry calls=5 allocs=5 alloc_bytes=500 peak_bytes=100
// CALLS: entry calls=5
__attribute__((annotate("memprof"))) void *entry(void)
{
	void *volatile block = malloc(100);
	return block;
}

//--- host.c
#include <dlfcn.h>
#include <stdlib.h>
void *entry(void);
// EXPECT: <program> alloc_bytes>=7000
// EXPECT: totals calls=5
int main(void)
{
#ifdef OPEN
	void *library = dlopen("./lib.so", RTLD_NOW);
	void *(*entry)(void) = library ? (void *(*)(void))dlsym(library, "entry") : NULL;
	if (!entry)
		return 1;
#endif
	for (int i = 0; i < 5; i++) {
		void *volatile block = malloc(1400);
		free(block);
		free(entry());
	}
	return 0;
}
