/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* An allocator behind the runtime: glibc's, whose n-th call fails, counted from fail_from(n) on. */
#include <errno.h>
#include <stddef.h>

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *block, size_t size);
void *__libc_memalign(size_t alignment, size_t size);

static _Thread_local long left;

void fail_from(long n);
void fail_from(long n)
{
	left = n;
}

static int fails(void)
{
	if (left <= 0 || --left)
		return 0;
	errno = ENOMEM;
	return 1;
}

void *malloc(size_t size)
{
	return fails() ? NULL : __libc_malloc(size);
}
void *calloc(size_t count, size_t size)
{
	return fails() ? NULL : __libc_calloc(count, size);
}
void *realloc(void *block, size_t size)
{
	return fails() ? NULL : __libc_realloc(block, size);
}
static void *aligned(size_t alignment, size_t size)
{
	return fails() ? NULL : __libc_memalign(alignment, size);
}
void *memalign(size_t alignment, size_t size)
{
	return aligned(alignment, size);
}
void *aligned_alloc(size_t alignment, size_t size)
{
	return aligned(alignment, size);
}
int posix_memalign(void **block, size_t alignment, size_t size)
{
	void *made = aligned(alignment, size);
	if (!made)
		return ENOMEM;
	*block = made;
	return 0;
}
