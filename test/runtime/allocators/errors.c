// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What fails, fails as it does without MemFn, with the same errno, and counts as nothing; what libc
// lets pass (sizes of 0, alignments that are no powers of two) passes.
// RUN: rm -rf %t && mkdir %t && cd %t && %clang -O0 -fno-builtin %s -o plain -w && ./plain > plain.txt
// RUN: %clang_memfn -O0 -fno-builtin %s -w -o static %link_static && %clang_memfn -O0 -fno-builtin %s -w -o shared %link_shared && %memfn_clang -static -O0 -fno-builtin %s -w -o alone
// RUN: for prog in static shared alone; do MEMFN_OUTPUT=p.out ./$prog > $prog.txt && diff plain.txt $prog.txt && %expect p.out %s || exit 1; done
#include <errno.h>
#include <malloc.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "../Inputs/take.h"

static const size_t huge[] = { PTRDIFF_MAX - 8, PTRDIFF_MAX, (size_t)PTRDIFF_MAX + 1, SIZE_MAX - 8,
			       SIZE_MAX - 1, SIZE_MAX };

static void show(const char *what, void *block)
{
	printf("%s: %s, %s\n", what, block ? "block" : "NULL", strerror(errno));
	errno = 0;
}

// EXPECT: failing calls=6 allocs=0 alloc_bytes=0 frees=0
PROFILE void failing(size_t size, void *live)
{
	void *out = live;
	show("malloc", malloc(size));
	show("calloc", calloc(1, size));
	show("calloc product", calloc(size, size));
	show("realloc", realloc(live, size));
	show("realloc NULL", realloc(NULL, size));
	show("reallocarray", reallocarray(live, size, 2));
	show("aligned_alloc", aligned_alloc(64, size));
	show("memalign", memalign(64, size));
	show("valloc", valloc(size));
	show("pvalloc", pvalloc(size));
	printf("posix_memalign: %d", posix_memalign(&out, 64, size));
	show(out == live ? " unchanged" : " changed", NULL);
	printf("odd: %d %d", posix_memalign(&out, 24, 8), posix_memalign(&out, 4, 8));
	show(out == live ? " unchanged" : " changed", NULL);
}

// realloc(p, 0) frees in glibc; realloc(NULL, 0) allocates.
// EXPECT: zero calls=1 allocs=8 alloc_bytes=10 frees=8 freed_bytes=10 leaked_blocks=0
PROFILE void zero(void)
{
	void *blocks[7] = { malloc(0), calloc(0, 8), calloc(8, 0), realloc(NULL, 0),
			    aligned_alloc(64, 0), memalign(32, 0), NULL };
	for (int i = 0; i < 6; i++)
		show("of size 0", blocks[i]);
	blocks[6] = malloc(10);
	show("realloc to 0", realloc(blocks[6], 0));
	show("posix_memalign to 0", posix_memalign(&blocks[6], 16, 0) ? NULL : blocks[6]);
	for (int i = 0; i < 7; i++)
		give(blocks[i]);
	printf("usable: %zu\n", malloc_usable_size(NULL));
}

// A block of 104 bytes has no byte to spare. From 2.38 on glibc refuses these to aligned_alloc.
// EXPECT: odd calls=1 allocs=8 alloc_bytes=832 frees=8 freed_bytes=832
PROFILE void odd(void)
{
	static const size_t alignments[] = { 0, 3, 24, 100 };
	for (int i = 0; i < 8; i++) {
		void *block = (i < 4 ? memalign : aligned_alloc)(alignments[i % 4], 104);
		show("odd alignment", block);
		give(block);
	}
}

// EXPECT: totals calls=8
// EXPECT: trust foreign_frees=0
int main(void)
{
	static char buffer[1 << 16];
	char *live = malloc(100);
	setvbuf(stdout, buffer, _IOFBF, sizeof buffer);
	strcpy(live, "as it was");
	for (size_t i = 0; i < sizeof huge / sizeof *huge; i++)
		failing(huge[i], live);
	puts(live);
	give(live);
	zero();
	odd();
	return 0;
}
