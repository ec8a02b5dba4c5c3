/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* An allocator in a library of its own, whose blocks of a page or more begin at multiples of 1 KiB.
 * The rest of the family is glibc's, which knows what memalign gave. */
#include <stddef.h>

extern void *__libc_malloc(size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);

void *malloc(size_t size)
{
	return size < 4096 ? __libc_malloc(size) : __libc_memalign(1024, size);
}
