/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
#include "table.h"

#include <errno.h> /* ENOMEM */
#include <stddef.h>
#include <string.h>

#include "chunk.h"
#include "os.h"

uint32_t memfn_table_add(struct memfn_table *table)
{
	uint32_t index = table->count, per_chunk = 1u << table->shift;
	if (index >= table->limit)
		return UINT32_MAX;
	if (!table->chunks) {
		table->chunks = memfn_os_map((table->limit >> table->shift) * sizeof(char *) + 8);
		if (!table->chunks)
			return UINT32_MAX;
	}
	if (!(index & (per_chunk - 1))) {
		char **chunk = &table->chunks[index >> table->shift];
		if (!*chunk) /* else it was emptied */
			*chunk = memfn_chunk(table->chunk_type, index, per_chunk,
								 (size_t)per_chunk * table->entry_size, 0);
		if (!*chunk)
			return UINT32_MAX;
	}
	__atomic_store_n(&table->count, index + 1, __ATOMIC_RELEASE);
	return index;
}

uint32_t memfn_table_find(const struct memfn_table *table, uint64_t hash,
						  bool (*same)(const void *entry, const void *key), const void *key)
{
	const struct memfn_index *index = table->index;
	uint32_t found;
	if (!index)
		return UINT32_MAX;
	for (uint32_t at = (uint32_t)hash & index->mask; (found = index->slots[at]);
		 at = (at + 1) & index->mask)
		if (same(memfn_table_at(table, found - 1), key))
			return found - 1;
	return UINT32_MAX;
}

static void put(struct memfn_index *index, uint32_t entry, uint64_t hash)
{
	uint32_t at = (uint32_t)hash & index->mask;
	while (index->slots[at])
		at = (at + 1) & index->mask;
	index->slots[at] = entry + 1;
}

/* Twice the slots, filled from the entries themselves. */
static int grow(struct memfn_table *table, uint64_t (*hash_of)(const void *entry))
{
	struct memfn_index *old = table->index;
	uint32_t mask = old ? old->mask * 2 + 1 : 1023;
	struct memfn_index *fresh = memfn_os_map(sizeof *fresh + (mask + 1ull) * sizeof *fresh->slots);
	if (!fresh)
		return -ENOMEM;
	fresh->mask = mask;
	for (uint32_t at = 0; old && at <= old->mask; at++)
		if (old->slots[at])
			put(fresh, old->slots[at] - 1, hash_of(memfn_table_at(table, old->slots[at] - 1)));
	table->index = fresh;
	if (old)
		memfn_os_unmap(old, sizeof *old + (old->mask + 1ull) * sizeof *old->slots);
	return 0;
}

int memfn_table_enter(struct memfn_table *table, uint32_t entry, uint64_t hash,
					  uint64_t (*hash_of)(const void *entry))
{
	if (!table->index || table->count * 2 > table->index->mask)
		if (grow(table, hash_of))
			return -ENOMEM;
	put(table->index, entry, hash);
	return 0;
}

void memfn_table_clear_rest(struct memfn_table *table)
{
	uint32_t per_chunk = 1u << table->shift, used = table->count & (per_chunk - 1);
	if (used)
		memset(memfn_table_at(table, table->count), 0,
			   (size_t)(per_chunk - used) * table->entry_size);
}

void memfn_table_empty(struct memfn_table *table)
{
	size_t size = (size_t)table->entry_size << table->shift;
	for (uint32_t i = 0; table->chunks && table->chunks[i]; i++)
		memset(table->chunks[i], 0, size);
	table->count = 0;
}
