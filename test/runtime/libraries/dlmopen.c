// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A library in a name space of its own brings a libc and a runtime of its own there: nothing
// breaks, and the program's figures stay right.
// RUN: rm -rf %t && split-file %s %t && cd %t
// RUN: %memfn_clang -O2 -shared -fPIC lib.c -o lib.so
// RUN: %memfn_clang -O2 host.c -o static -ldl && %clang_memfn -O2 host.c -o shared -ldl %link_shared
// RUN: for host in static shared; do rm -f p.out*; MEMFN_OUTPUT=p.out ./$host && %expect p.out host.c || exit 1; done

//--- lib.c
#include <stdlib.h>
__attribute__((annotate("memprof"))) int inside(void)
{
	void *volatile block = malloc(1000);
	free(block);
	return 42;
}

//--- host.c
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
// EXPECT: f calls=6 alloc_bytes=600 leaked_bytes=0
__attribute__((annotate("memprof"))) static void f(void)
{
	void *volatile block = malloc(100);
	free(block);
}
// EXPECT: process state=exited status=0
// EXPECT: trust foreign_frees=0
int main(void)
{
	for (int i = 0; i < 3; i++) {
		f();
		void *library = dlmopen(LM_ID_NEWLM, "./lib.so", RTLD_NOW);
		int (*inside)(void) = library ? (int (*)(void))dlsym(library, "inside") : NULL;
		if (!inside || inside() != 42)
			return 1;
		dlclose(library);
		f();
	}
	return 0;
}
