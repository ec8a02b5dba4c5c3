// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Two instrumented libraries and a plain one are opened and closed again and again, often at the
// same addresses: each function is itself and one, and paths do not multiply.
// RUN: rm -rf %t && split-file %s %t && cd %t
// RUN: for n in 1 2; do %memfn_clang -O2 -DNUMBER=$n -shared -fPIC lib.c -o lib$n.so || exit 1; done
// RUN: %clang -O2 -DNUMBER=3 -w -shared -fPIC lib.c -o lib3.so
// RUN: %memfn_clang -O2 host.c -o static -ldl && %clang_memfn -O2 host.c -o shared -ldl %link_shared
// RUN: for host in static shared; do MEMFN_OUTPUT=p.out ./$host && %expect p.out host.c lib.c || exit 1; done

//--- lib.c
#include <stdlib.h>
#define JOIN_(a, b) a##b
#define JOIN(a, b) JOIN_(a, b)
// EXPECT: inner1 calls=100 alloc_bytes=1000
// EXPECT: inner2 calls=100 alloc_bytes=2000
__attribute__((annotate("memprof"))) void *JOIN(inner, NUMBER)(void)
{
	void *volatile block = malloc(10 * NUMBER);
	return block;
}
// EXPECT: entry calls=200 total_alloc_bytes=3000 alloc_bytes=0 peak_bytes=20
__attribute__((annotate("memprof"))) void *entry(void)
{
	return JOIN(inner, NUMBER)();
}

//--- host.c
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
// EXPECT: use calls=300 alloc_bytes>=3000 peak_bytes>=30
__attribute__((annotate("memprof"))) static void use(const char *name)
{
	void *library = dlopen(name, RTLD_NOW);
	void *(*entry)(void) = library ? (void *(*)(void))dlsym(library, "entry") : NULL;
	if (!entry)
		exit(1);
	free(entry());
	dlclose(library);
}
// EXPECT: paths count=5
// EXPECT: totals threads=1 calls=700
int main(void)
{
	for (int i = 0; i < 300; i++) {
		char name[16];
		snprintf(name, sizeof name, "./lib%d.so", i % 3 + 1);
		use(name);
	}
	return 0;
}
