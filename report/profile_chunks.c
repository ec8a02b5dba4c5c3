/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/*
 * The walk over a profile's chunks. A table may lie in several chunks, in any order, with entries
 * that no chunk holds; such gaps are entries not in use. No table is larger than the file could
 * hold, so that nothing is allocated out of proportion to it.
 */
#include <string.h>

#include "error.h"
#include "profile_check.h"

bool profile_check_header(const struct memfn_header *header, GError **error)
{
	if (memcmp(header->magic, MEMFN_MAGIC, sizeof(header->magic)))
		return fail(error, "not a profile: it does not begin as profiles of MemFn do");
	if (header->byte_order == GUINT32_SWAP_LE_BE(MEMFN_BYTE_ORDER))
		return fail(error, "byte order: written on a machine of the other byte order");
	if (header->byte_order != MEMFN_BYTE_ORDER)
		return fail(error, "header: byte order is %#x when it should be %#x", header->byte_order,
					MEMFN_BYTE_ORDER);
	if (header->version != MEMFN_FORMAT_VERSION)
		return fail(error, "format version is %u when this memreport reads %d", header->version,
					MEMFN_FORMAT_VERSION);
	if (header->header_size != MEMFN_HEADER_SIZE)
		return fail(error, "header: size is %u when it should be %d", header->header_size,
					MEMFN_HEADER_SIZE);
	if (header->state > MEMFN_STATE_MOVED)
		return fail(error, "header: state is %u when %d is the last known", header->state,
					MEMFN_STATE_MOVED);
	if (header->clock > MEMFN_CLOCK_CPU)
		return fail(error, "header: clock is %u when %d is the last known", header->clock,
					MEMFN_CLOCK_CPU);
	if (header->sample_every > MEMFN_SAMPLE_EVERY_MOST)
		return fail(error, "header: sample_every is %ju when it should be %d or less",
					(uintmax_t)header->sample_every, MEMFN_SAMPLE_EVERY_MOST);
	if (header->state != MEMFN_STATE_MOVED &&
		(header->used < MEMFN_HEADER_SIZE || header->used > INT64_MAX))
		return fail(error, "header: used is %ju when it should be %d or more",
					(uintmax_t)header->used, MEMFN_HEADER_SIZE);
	return true;
}

/* What a chunk must hold at least, for its type: a fixed part, and so much an entry. */
static const struct {
	uint32_t fixed, entry;
} chunk_content[] = {
	[MEMFN_CHUNK_FUNCTIONS] = {0, sizeof(struct memfn_function)},
	[MEMFN_CHUNK_NODES] = {0, sizeof(struct memfn_node)},
	[MEMFN_CHUNK_LOCATIONS] = {0, sizeof(struct memfn_location)},
	[MEMFN_CHUNK_OWNERS] = {0, sizeof(struct memfn_owner)},
	[MEMFN_CHUNK_ACCOUNTS] = {0, sizeof(struct memfn_account)},
	[MEMFN_CHUNK_SHARD] = {sizeof(struct memfn_shard), 0},
	[MEMFN_CHUNK_NODE_LEAF] = {MEMFN_LEAF * sizeof(struct memfn_node_counters), 0},
	[MEMFN_CHUNK_ACCOUNT_LEAF] = {MEMFN_LEAF * sizeof(struct memfn_account_counters), 0},
	[MEMFN_CHUNK_STACK] = {MEMFN_STACK_OFFSET - sizeof(struct memfn_chunk),
						   sizeof(struct memfn_frame)},
	[MEMFN_CHUNK_CREDITS] = {0, sizeof(struct memfn_credit)},
	[MEMFN_CHUNK_PADDING] = {0, 0},
	[MEMFN_CHUNK_MARKS] = {0, sizeof(struct memfn_mark)},
	[MEMFN_CHUNK_SNAPSHOTS] = {0, sizeof(struct memfn_snapshot)},
	[MEMFN_CHUNK_SNAPSHOT_ACCOUNTS] = {0, sizeof(struct memfn_snapshot_account)},
	[MEMFN_CHUNK_SNAPSHOT_NODES] = {0, sizeof(struct memfn_snapshot_node)},
	[MEMFN_CHUNK_SNAPSHOT_FRAMES] = {0, sizeof(struct memfn_snapshot_frame)},
	[MEMFN_CHUNK_SNAPSHOT_NARROW] = {0, sizeof(struct memfn_snapshot_narrow)},
	[MEMFN_CHUNK_NARROW_ACCOUNTS] = {0, sizeof(struct memfn_narrow_account)},
	[MEMFN_CHUNK_NARROW_NODES] = {0, sizeof(struct memfn_narrow_node)},
	[MEMFN_CHUNK_TIMELINE] = {0, sizeof(struct memfn_point)},
	[MEMFN_CHUNK_SELECTION] = {0, sizeof(struct memfn_selection)},
	[MEMFN_CHUNK_RESIDENT] = {0, sizeof(struct memfn_resident)},
	[MEMFN_CHUNK_SIZES] = {0, sizeof(struct memfn_sizes)},
	[MEMFN_CHUNK_MAPPED] = {0, sizeof(struct memfn_mapped)},
	[MEMFN_CHUNK_MAPPED_OWNERS] = {0, sizeof(struct memfn_mapped_owner)},
};

static bool check_chunk(const struct memfn_chunk *chunk, uint64_t offset, uint64_t used,
						GError **error)
{
	uint64_t need = sizeof(*chunk);

	if (chunk->size < sizeof(*chunk) || chunk->size % 64 || chunk->size > used - offset)
		return fail(error, "chunk at %ju: size is %ju when %ju bytes are left", (uintmax_t)offset,
					(uintmax_t)chunk->size, (uintmax_t)(used - offset));
	if (chunk->type > MEMFN_CHUNK_LAST)
		return fail(error, "chunk at %ju: type is %u when %d is the last known", (uintmax_t)offset,
					chunk->type, MEMFN_CHUNK_LAST);
	need += chunk_content[chunk->type].fixed +
			(uint64_t)chunk->capacity * chunk_content[chunk->type].entry;
	if (chunk->size < need)
		return fail(error, "chunk at %ju: size is %ju when its content has %ju", (uintmax_t)offset,
					(uintmax_t)chunk->size, (uintmax_t)need);
	return true;
}

static void note_stack(struct profile *profile, const struct memfn_chunk *chunk)
{
	const char *start = (const char *)chunk;
	struct profile_stack stack = {(const struct memfn_stack *)(chunk + 1),
								  (const struct memfn_frame *)(start + MEMFN_STACK_OFFSET),
								  chunk->capacity};

	g_array_append_val(profile->stacks, stack);
}

static const uint64_t *address_of(const struct profile_stack *stack)
{
	return &((const struct memfn_chunk *)stack->stack - 1)->address;
}

/* Caught while a larger chunk took the place of a full one, a stack stands twice. */
static void drop_outgrown(GArray *stacks)
{
	GHashTable *at = g_hash_table_new(g_int64_hash, g_int64_equal);
	struct profile_stack *stack = (void *)stacks->data;
	guint kept = 0;

	for (guint i = 0; i < stacks->len; i++) {
		const uint64_t *address = address_of(&stack[i]);
		gpointer found = *address ? g_hash_table_lookup(at, address) : NULL;

		if (found) {
			struct profile_stack *other = &stack[GPOINTER_TO_UINT(found) - 1];

			*other = other->capacity < stack[i].capacity ? stack[i] : *other;
			continue;
		}
		stack[kept++] = stack[i];
		g_hash_table_insert(at, (gpointer)(uintptr_t)address, GUINT_TO_POINTER(kept));
	}
	g_array_set_size(stacks, kept);
	g_hash_table_unref(at);
}

static void note_leaf(GArray *leaves, const struct memfn_chunk *chunk)
{
	struct profile_leaf leaf = {.shard = chunk->shard,
								.first = chunk->first,
								.address = chunk->address + sizeof(*chunk),
								.nodes = (const struct memfn_node_counters *)(chunk + 1)};

	g_array_append_val(leaves, leaf);
}

static void note_chunk(struct profile *profile, const struct memfn_chunk *chunk, uint64_t offset)
{
	struct profile_strings strings = {offset + sizeof(*chunk), offset + chunk->size};
	const struct memfn_shard *shard = (const struct memfn_shard *)(chunk + 1);

	switch (chunk->type) {
	case MEMFN_CHUNK_STRINGS:
		g_array_append_val(profile->strings, strings);
		break;
	case MEMFN_CHUNK_SHARD:
		g_array_append_val(profile->shards, shard);
		break;
	case MEMFN_CHUNK_NODE_LEAF:
		note_leaf(profile->node_leaves, chunk);
		break;
	case MEMFN_CHUNK_ACCOUNT_LEAF:
		note_leaf(profile->account_leaves, chunk);
		break;
	case MEMFN_CHUNK_STACK:
		note_stack(profile, chunk);
		break;
	case MEMFN_CHUNK_PADDING:
		break;
	default:
		g_array_append_val(profile->chunks, chunk);
	}
}

static bool walk(struct profile *profile, GError **error)
{
	uint64_t used = profile->header.used, offset = MEMFN_HEADER_SIZE;

	if (used > profile->size)
		return fail(error, "cut short: it has %ju bytes when its header says %ju",
					(uintmax_t)profile->size, (uintmax_t)used);
	while (offset + sizeof(struct memfn_chunk) <= used) { /* a moved profile's header may say 0 */
		const struct memfn_chunk *chunk = (const void *)(profile->bytes + offset);

		if (chunk->type == MEMFN_CHUNK_END)
			return fail(error, "torn: nothing at %ju when its header says that it has %ju bytes",
						(uintmax_t)offset, (uintmax_t)used);
		if (!check_chunk(chunk, offset, used, error))
			return false;
		note_chunk(profile, chunk, offset);
		offset += chunk->size;
	}
	if (offset < used)
		return fail(error, "chunk at %ju: %ju bytes are left when a chunk has %zu",
					(uintmax_t)offset, (uintmax_t)(used - offset), sizeof(struct memfn_chunk));
	return true;
}

static int by_type_and_first(const void *a, const void *b)
{
	const struct memfn_chunk *const *x = a, *const *y = b;

	if ((*x)->type != (*y)->type)
		return (*x)->type < (*y)->type ? -1 : 1;
	return (*x)->first < (*y)->first ? -1 : (*x)->first > (*y)->first;
}

static bool measure_table(const struct profile *profile, uint32_t type, uint32_t *count,
						  GError **error)
{
	uint64_t end = 0;

	for (guint i = 0; i < profile->chunks->len; i++) {
		const struct memfn_chunk *chunk =
			g_array_index(profile->chunks, const struct memfn_chunk *, i);

		if (chunk->type != type || !chunk->capacity)
			continue;
		if (chunk->first < end)
			return fail(error, "table %u: entry %u stands in two chunks", type, chunk->first);
		end = (uint64_t)chunk->first + chunk->capacity;
	}
	if (end > profile->size / chunk_content[type].entry)
		return fail(error, "table %u: it has %ju entries when the file has room for %ju", type,
					(uintmax_t)end, (uintmax_t)(profile->size / chunk_content[type].entry));
	*count = (uint32_t)end;
	return true;
}

/* Lays a table out in one array, so that an index finds its entry. */
static bool gather(const struct profile *profile, uint32_t type, void *table, uint32_t *count,
				   GError **error)
{
	size_t entry = chunk_content[type].entry;
	char *entries;

	if (!measure_table(profile, type, count, error))
		return false;
	entries = g_malloc0_n(MAX(*count, 1), entry);
	memcpy(table, &entries, sizeof(entries));
	for (guint i = 0; i < profile->chunks->len; i++) {
		const struct memfn_chunk *chunk =
			g_array_index(profile->chunks, const struct memfn_chunk *, i);

		if (chunk->type == type)
			memcpy(entries + chunk->first * entry, chunk + 1, chunk->capacity * entry);
	}
	return true;
}

static int by_shard_and_first(const void *a, const void *b)
{
	const struct profile_leaf *x = a, *y = b;

	if (x->shard != y->shard)
		return x->shard < y->shard ? -1 : 1;
	return x->first < y->first ? -1 : x->first > y->first;
}

/* Leaves of entries that the disk had no room for. */
static void drop_beyond(GArray *leaves, uint32_t count)
{
	for (guint i = leaves->len; i-- > 0;)
		if ((uint64_t)g_array_index(leaves, struct profile_leaf, i).first * MEMFN_LEAF >= count)
			g_array_remove_index_fast(leaves, i);
}

static bool check_leaves(const struct profile *p, GArray *leaves, const char *what, uint32_t count,
						 GError **error)
{
	const struct profile_leaf *leaf = (const void *)leaves->data;

	if (p->header.flags & MEMFN_HEADER_PRIVATE_TAIL)
		drop_beyond(leaves, count);
	if (leaves->len)
		qsort(leaves->data, leaves->len, sizeof(*leaf), by_shard_and_first);
	for (guint i = 0; i < leaves->len; i++) {
		if ((uint64_t)leaf[i].first * MEMFN_LEAF >= count)
			return fail(error, "%s leaf: it begins at %ju when there are %u", what,
						(uintmax_t)leaf[i].first * MEMFN_LEAF, count);
		if (i && by_shard_and_first(&leaf[i - 1], &leaf[i]) == 0)
			return fail(error, "%s leaf: leaf %u of shard %u stands twice", what, leaf[i].first,
						leaf[i].shard);
	}
	return true;
}

bool profile_index_chunks(struct profile *p, GError **error)
{
	if (!walk(p, error))
		return false;
	drop_outgrown(p->stacks);
	if (p->chunks->len)
		qsort(p->chunks->data, p->chunks->len, sizeof(void *), by_type_and_first);
	return gather(p, MEMFN_CHUNK_FUNCTIONS, &p->functions, &p->function_count, error) &&
		   gather(p, MEMFN_CHUNK_NODES, &p->nodes, &p->node_count, error) &&
		   gather(p, MEMFN_CHUNK_LOCATIONS, &p->locations, &p->location_count, error) &&
		   gather(p, MEMFN_CHUNK_OWNERS, &p->owners, &p->owner_count, error) &&
		   gather(p, MEMFN_CHUNK_ACCOUNTS, &p->accounts, &p->account_count, error) &&
		   gather(p, MEMFN_CHUNK_CREDITS, &p->credits, &p->credit_count, error) &&
		   gather(p, MEMFN_CHUNK_MARKS, &p->marks, &p->mark_count, error) &&
		   gather(p, MEMFN_CHUNK_SNAPSHOTS, &p->snapshots, &p->snapshot_count, error) &&
		   gather(p, MEMFN_CHUNK_SNAPSHOT_ACCOUNTS, &p->snapshot_accounts,
				  &p->snapshot_account_count, error) &&
		   gather(p, MEMFN_CHUNK_SNAPSHOT_NODES, &p->snapshot_nodes, &p->snapshot_node_count,
				  error) &&
		   gather(p, MEMFN_CHUNK_SNAPSHOT_FRAMES, &p->snapshot_frames, &p->snapshot_frame_count,
				  error) &&
		   gather(p, MEMFN_CHUNK_SNAPSHOT_NARROW, &p->narrow, &p->narrow_count, error) &&
		   gather(p, MEMFN_CHUNK_NARROW_ACCOUNTS, &p->narrow_accounts, &p->narrow_account_count,
				  error) &&
		   gather(p, MEMFN_CHUNK_NARROW_NODES, &p->narrow_nodes, &p->narrow_node_count, error) &&
		   gather(p, MEMFN_CHUNK_TIMELINE, &p->points, &p->point_count, error) &&
		   gather(p, MEMFN_CHUNK_MAPPED, &p->mapped, &p->mapped_count, error) &&
		   gather(p, MEMFN_CHUNK_MAPPED_OWNERS, &p->mapped_owners, &p->mapped_owner_count, error) &&
		   gather(p, MEMFN_CHUNK_RESIDENT, &p->residents, &p->resident_count, error) &&
		   gather(p, MEMFN_CHUNK_SIZES, &p->sizes, &p->size_count, error) &&
		   gather(p, MEMFN_CHUNK_SELECTION, &p->selections, &p->selection_count, error) &&
		   check_leaves(p, p->node_leaves, "node", p->node_count, error) &&
		   check_leaves(p, p->account_leaves, "account", p->account_count, error);
}
