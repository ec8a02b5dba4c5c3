/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/*
 * ASan, TSan, MSan and LSan share an interface that announces each block made and each about to be
 * freed (sanitizer/allocator_interface.h). No tag fits into their blocks, so all stand in the table
 * by address. Blocks from before are foreign when freed: they are passed over.
 */
#include "sanitizer.h"

#include <stddef.h>

#include "account.h"

int __sanitizer_install_malloc_and_free_hooks(void (*made)(const volatile void *, size_t),
											  void (*freed)(const volatile void *))
	__attribute__((weak));

static uint64_t key_here(void)
{
	return 0 - (uint64_t)(uintptr_t)__builtin_frame_address(0);
}

static void made(const volatile void *block, size_t size)
{
	if (block)
		memfn_count_alloc((void *)(uintptr_t)block, size, size, true, key_here());
}

static void freed(const volatile void *block)
{
	struct memfn_block what;
	if (block && memfn_big_take((void *)(uintptr_t)block, &what))
		memfn_count_taken((void *)(uintptr_t)block, MEMFN_BLOCK_LISTED, what, key_here());
}

bool memfn_sanitizer_start(void)
{
	return __sanitizer_install_malloc_and_free_hooks &&
		   __sanitizer_install_malloc_and_free_hooks(made, freed) > 0;
}
