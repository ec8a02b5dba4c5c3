/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/*
 * A table of the profile: entries of one size, in chunks of the file, found by index; and beside
 * it, in private memory, a hash index from keys to entries. Entries are only ever added. Lock held,
 * except for memfn_table_at with an index that is known to exist.
 */
#ifndef MEMFN_TABLE_H
#define MEMFN_TABLE_H

#include <stdbool.h>
#include <stdint.h>

struct memfn_index {
	uint32_t mask;
	uint32_t slots[]; /* an entry's index + 1, open addressing */
};

struct memfn_table {
	uint32_t chunk_type;
	uint32_t entry_size;
	uint32_t shift; /* a chunk holds 1 << shift entries */
	uint32_t limit; /* most entries there may be */
	uint32_t count;
	char **chunks;
	struct memfn_index *index;
};

/* An empty table, as an initialiser. */
#define MEMFN_TABLE(type, entry, shift_, limit_)                                                   \
	{                                                                                              \
		.chunk_type = (type), .entry_size = sizeof(entry), .shift = (shift_), .limit = (limit_),   \
	}

/* A zeroed entry at the end: its index, or UINT32_MAX where there is no room or memory. */
uint32_t memfn_table_add(struct memfn_table *table);

/* Clears all entries: in a child made by fork, of tables that are the parent's alone. The chunks
 * that there are serve again. */
void memfn_table_empty(struct memfn_table *table);

/* Clears the room behind the last entry. */
void memfn_table_clear_rest(struct memfn_table *table);

static inline void *memfn_table_at(const struct memfn_table *table, uint32_t index)
{
	return table->chunks[index >> table->shift] +
		   (index & ((1u << table->shift) - 1)) * (uint64_t)table->entry_size;
}

/* The entry with this hash for which `same` holds, or UINT32_MAX. */
uint32_t memfn_table_find(const struct memfn_table *table, uint64_t hash,
						  bool (*same)(const void *entry, const void *key), const void *key);
/* Enters an entry, complete by now, with its hash; `hash_of` serves when the index grows. -ENOMEM.
 */
int memfn_table_enter(struct memfn_table *table, uint32_t entry, uint64_t hash,
					  uint64_t (*hash_of)(const void *entry));

static inline uint64_t memfn_mix(uint64_t a, uint64_t b)
{
	uint64_t x = (a ^ b * 0x9E3779B97F4A7C15u) * 0xD6E8FEB86659FD93u; /* Vigna, Doty-Humphrey */
	return x ^ x >> 32;
}

static inline uint64_t memfn_mix_text(const char *text)
{
	uint64_t hash = 0xCBF29CE484222325u; /* FNV-1a, 64 bits */
	for (; *text; text++)
		hash = (hash ^ (unsigned char)*text) * 0x100000001B3u;
	return hash;
}

#endif
