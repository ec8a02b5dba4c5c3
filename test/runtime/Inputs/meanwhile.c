/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* A library whose free and realloc stand before libc's, and do once meanwhile what they are asked
 * for, as a signal handler may. */
#include <dlfcn.h>
#include <stddef.h>

void (*meanwhile)(void);

static void *next(const char *name)
{
	void (*now)(void) = meanwhile;
	meanwhile = NULL;
	if (now)
		now();
	return dlsym(RTLD_NEXT, name);
}

void free(void *block)
{
	((void (*)(void *))next("free"))(block);
}

void *realloc(void *block, size_t size)
{
	return ((void *(*)(void *, size_t))next("realloc"))(block, size);
}
