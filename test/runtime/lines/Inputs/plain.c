/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* What the tables of types call: allocates for its caller, and is not profiled. */
#include <stdlib.h>

void *volatile used;

void use(const void *block)
{
	used = (void *)block;
}

void consume(const void *block)
{
	used = (void *)block;
}

void init_node(void *block)
{
	used = block;
}

void *xmalloc(size_t size)
{
	return malloc(size);
}

void *xcalloc(size_t count, size_t size)
{
	return calloc(count, size);
}

void *xrealloc(void *block, size_t size)
{
	return realloc(block, size);
}
