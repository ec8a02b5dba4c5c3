/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* malloc and free with a pause each that touches no memory, together about as long as MemFn's work:
 * what anything of that length comes to where two threads meet at glibc's lock. */
#include <stddef.h>

void *__real_malloc(size_t size);
void __real_free(void *block);
void *__wrap_malloc(size_t size);
void __wrap_free(void *block);

enum { MULTIPLICATIONS = 30 }; /* of three cycles each, one after the other */

static void pause_a_little(void)
{
	unsigned long value = 1;
	for (int i = 0; i < MULTIPLICATIONS; i++)
		__asm__ volatile("imul $1, %0, %0" : "+r"(value));
}

void *__wrap_malloc(size_t size)
{
	void *block = __real_malloc(size);
	pause_a_little();
	return block;
}

void __wrap_free(void *block)
{
	pause_a_little();
	__real_free(block);
}
