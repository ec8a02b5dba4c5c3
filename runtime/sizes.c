/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
#include "sizes.h"

#include "atomic.h"
#include "memfn/format.h"
#include "os.h"
#include "table.h"
#include "tree.h"

bool memfn_sizes_on;

static struct memfn_table sizes =
	MEMFN_TABLE(MEMFN_CHUNK_SIZES, struct memfn_sizes, 4, MEMFN_MAX_ACCOUNTS);

static struct memfn_sizes *sizes_of(uint32_t account)
{
	if (unlikely(account >= __atomic_load_n(&sizes.count, __ATOMIC_ACQUIRE))) {
		struct memfn_held held = memfn_os_lock();
		while (sizes.count <= account && memfn_table_add(&sizes) != UINT32_MAX)
			;
		memfn_os_unlock(held);
	}
	return account < sizes.count ? memfn_table_at(&sizes, account) : NULL;
}

/* Class 0 is of size 0, class k of those from 2^(k-1) on; the last one has no end. */
static uint32_t class_of(size_t size)
{
	uint32_t bits = size ? 64 - (uint32_t)__builtin_clzll(size) : 0;
	return bits < MEMFN_SIZE_CLASSES ? bits : MEMFN_SIZE_CLASSES - 1;
}

void memfn_sizes_note(uint32_t account, size_t size)
{
	struct memfn_sizes *of = sizes_of(account);
	if (!of)
		return;
	shared_add(&of->allocs[class_of(size)], 1);
	shared_add(&of->alloc_bytes[class_of(size)], size);
}

void memfn_sizes_reset(void)
{
	memfn_table_empty(&sizes);
}
