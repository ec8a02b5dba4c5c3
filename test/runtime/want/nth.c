// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// malloc fails at its n-th call, for every n: the program sees what it sees without MemFn, keeps
// what it had, and the profile counts what succeeded.
// REQUIRES: default-llvm
// RUN: rm -rf %t && mkdir %t && cd %t && %host_cc -w -shared -fPIC %S/Inputs/failing.c -o failing.so
// RUN: %clang -O2 -fno-builtin %s -o plain ./failing.so && %clang_memfn -O2 -fno-builtin %s -o static %link_static ./failing.so && %clang_memfn -O2 -fno-builtin %s -o shared %link_shared ./failing.so
// RUN: export MEMFN_OPTIONS=quiet=1; for prog in plain static shared; do for n in {1..16}; do ./$prog $n > $prog.$n || exit 1; test $prog = plain || { diff plain.$n $prog.$n && %expect profile.out $prog.$n; } || exit 1; done; done
// RUN: grep -c NULL plain.* | grep -v :0 | wc -l | grep -x 15
#include <errno.h>
#include <malloc.h>
#include <stdio.h>

#include "../Inputs/take.h"

void fail_from(long n);

static int allocs;

static void *see(const char *what, void *block)
{
	printf("%s: %s, %d\n", what, block ? "block" : "NULL", errno);
	allocs += block != NULL;
	errno = 0;
	return block;
}

PROFILE void work(void)
{
	char *kept = see("malloc", malloc(100)), *other, *out = NULL;
	char *zero = see("calloc", calloc(10, 10));
	for (int size = 200; size < 200000; size *= 10) {
		other = see("realloc", realloc(kept, size));
		kept = other ? other : kept;
	}
	other = see("shrink", realloc(kept, 10));
	give(other ? other : kept);
	give(zero);
	give(see("big", malloc(1 << 20)));
	give(see("aligned", aligned_alloc(64, 640)));
	give(see("memalign", memalign(4096, 640)));
	if (!posix_memalign((void **)&out, 64, 100))
		allocs++;
	printf("posix_memalign: %s\n", out ? "block" : "NULL");
	give(out);
	give(see("reallocarray", reallocarray(NULL, 10, 10)));
	FILE *file = see("fopen", fopen("/dev/null", "r"));
	if (file)
		fclose(file);
	give(see("usual", malloc(1)));
	give(see("usual", calloc(1, 1)));
	give(see("usual", malloc(10)));
}

int main(int count, char **arguments)
{
	static char buffer[4096];
	setvbuf(stdout, buffer, _IOFBF, sizeof buffer);
	fail_from(count > 1 ? atol(arguments[1]) : 0);
	work();
	printf("EXPECT: work calls=1 allocs=%d leaked_bytes=0\n", allocs);
	return 0;
}
