/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/*
 * A profile as of a snapshot, or as of the peak: leaves of one shard take the place of those in the
 * file, so that whatever reads them afterwards sees that moment. A snapshot holds what had changed
 * since the one before it: the last entry of an account or node up to it counts.
 *
 * Peaks of single functions and lines are not kept in a snapshot. What is certain of them stands in
 * their place: what was live.
 */
#include <stdlib.h>
#include <string.h>

#include "error.h"
#include "profile.h"

/* Leaves under construction: by number, NULL where nothing has been put in yet. */
struct leaves {
	struct profile *profile;
	char **leaf;
	uint32_t count;
	size_t entry_size;
};

static struct leaves leaves_begin(struct profile *p, uint32_t entries, size_t entry_size)
{
	uint32_t count = entries / MEMFN_LEAF + 1;

	return (struct leaves){p, g_new0(char *, count), count, entry_size};
}

static void *leaves_at(struct leaves *leaves, uint32_t index)
{
	char **leaf = &leaves->leaf[index / MEMFN_LEAF];

	if (!*leaf) {
		*leaf = g_malloc0_n(MEMFN_LEAF, leaves->entry_size);
		g_ptr_array_add(leaves->profile->rewound, *leaf);
	}
	return *leaf + index % MEMFN_LEAF * leaves->entry_size;
}

static void leaves_end(struct leaves *leaves, GArray *into)
{
	g_array_set_size(into, 0);
	for (uint32_t i = 0; i < leaves->count; i++) {
		struct profile_leaf leaf = {.first = i, .nodes = (const void *)leaves->leaf[i]};

		if (leaves->leaf[i])
			g_array_append_val(into, leaf);
	}
	g_free(leaves->leaf);
}

/* What was live counts as live at the peak, and towards the peak of its owner. */
static void settle_account(struct profile *p, uint32_t index, struct memfn_account_counters *c)
{
	uint32_t owner = index < p->account_count ? p->accounts[index].owner : 0;

	if (!(c->allocs | c->alloc_bytes | c->freed | c->freed_bytes))
		return;
	c->peak_number = p->header.peak_number;
	c->at_peak_bytes = (int64_t)(c->alloc_bytes - c->freed_bytes);
	c->at_peak_blocks = (int64_t)(c->allocs - c->freed);
	if (owner && owner < p->owner_count)
		p->owners[owner].peak =
			(int64_t)((uint64_t)p->owners[owner].peak + (uint64_t)c->at_peak_bytes);
}

static void settle_accounts(struct profile *p, struct leaves *leaves)
{
	for (uint32_t i = 1; i < p->owner_count; i++)
		p->owners[i].peak = 0;
	for (uint32_t i = 0; i < leaves->count; i++)
		for (uint32_t j = 0; leaves->leaf[i] && j < MEMFN_LEAF; j++)
			settle_account(p, i * MEMFN_LEAF + j, leaves_at(leaves, i * MEMFN_LEAF + j));
	leaves_end(leaves, p->account_leaves);
}

static void take_accounts(struct profile *p, uint32_t last)
{
	struct leaves leaves = leaves_begin(p, p->account_count, sizeof(struct memfn_account_counters));

	for (uint32_t i = 0; i <= last; i++) {
		const struct memfn_snapshot *s = &p->snapshots[i];

		for (uint32_t j = 0; s->label && j < s->accounts; j++) {
			const struct memfn_snapshot_account *from = &p->snapshot_accounts[s->first_account + j];
			struct memfn_account_counters *to = leaves_at(&leaves, from->account);

			to->allocs = from->allocs;
			to->alloc_bytes = from->alloc_bytes;
			to->freed = from->freed;
			to->freed_bytes = from->freed_bytes;
		}
	}
	settle_accounts(p, &leaves);
}

static void take_node(struct memfn_node_counters *to, const struct memfn_snapshot_node *from)
{
	to->calls = from->calls;
	to->self_ticks = from->self_ticks;
	to->min_ticks = from->min_ticks;
	to->max_ticks = from->max_ticks;
	to->peak_bytes = from->peak_bytes;
	to->retained_bytes = from->retained_bytes;
	to->frees = from->frees;
	to->freed_bytes = from->freed_bytes;
	to->temp_allocs = from->temp_allocs;
}

static void take_nodes(struct profile *p, uint32_t last)
{
	struct leaves leaves = leaves_begin(p, p->node_count, sizeof(struct memfn_node_counters));

	for (uint32_t i = 0; i <= last; i++) {
		const struct memfn_snapshot *s = &p->snapshots[i];

		for (uint32_t j = 0; s->label && j < s->nodes; j++) {
			const struct memfn_snapshot_node *from = &p->snapshot_nodes[s->first_node + j];

			take_node(leaves_at(&leaves, from->node), from);
		}
	}
	leaves_end(&leaves, p->node_leaves);
}

/* A snapshot's peak is that since memfn_reset_peak. */
static int64_t peak_up_to(const struct profile *p, uint32_t last)
{
	int64_t peak = 0;

	for (uint32_t i = 0; i <= last; i++)
		if (p->snapshots[i].label)
			peak = MAX(peak, p->snapshots[i].peak_bytes);
	return p->owner_count ? MIN(peak, MAX(p->owners[0].peak, 0)) : peak;
}

static void go_to_snapshot(struct profile *p, uint32_t index)
{
	int64_t peak = peak_up_to(p, index);

	take_accounts(p, index);
	take_nodes(p, index);
	if (p->owner_count)
		p->owners[0].peak = peak;
	p->header.largest_block = 0;
	p->moment = PROFILE_AT_SNAPSHOT;
	p->snapshot = index;
}

/* As struct memfn_account_counters tells it. */
static void add_at_peak(const struct profile *p, struct memfn_account_counters *to,
						const struct memfn_account_counters *from)
{
	bool aside = from->peak_number >= p->header.peak_number;

	to->allocs += aside ? (uint64_t)from->at_peak_blocks : from->allocs - from->freed;
	to->alloc_bytes +=
		aside ? (uint64_t)from->at_peak_bytes : from->alloc_bytes - from->freed_bytes;
}

static void go_to_peak(struct profile *p)
{
	struct leaves leaves = leaves_begin(p, p->account_count, sizeof(struct memfn_account_counters));

	for (guint i = 0; i < p->account_leaves->len; i++) {
		const struct profile_leaf *leaf = &g_array_index(p->account_leaves, struct profile_leaf, i);

		for (uint32_t j = 0; j < MEMFN_LEAF; j++)
			add_at_peak(p, leaves_at(&leaves, leaf->first * MEMFN_LEAF + j), &leaf->accounts[j]);
	}
	settle_accounts(p, &leaves);
	g_array_set_size(p->node_leaves, 0);
	p->moment = PROFILE_AT_PEAK;
}

static uint32_t count_label(const struct profile *p, const char *label, uint32_t *found)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < p->snapshot_count; i++)
		if (p->snapshots[i].label && !strcmp(profile_string(p, p->snapshots[i].label), label)) {
			*found = i;
			count++;
		}
	return count;
}

static bool find_index(const struct profile *p, const char *text, uint32_t *found)
{
	char *end;
	guint64 number = g_ascii_strtoull(text, &end, 10);

	if (!g_ascii_isdigit(*text) || *end || number >= p->snapshot_count ||
		!p->snapshots[number].label)
		return false;
	*found = (uint32_t)number;
	return true;
}

bool profile_rewind(struct profile *p, const char *moment, GError **error)
{
	uint32_t index = 0, count = count_label(p, moment, &index);
	bool known = count == 1 || (!count && find_index(p, moment, &index));

	if (count > 1)
		return fail(error,
					"snapshot %s: %u have that label; memreport snapshots tells their numbers",
					moment, count);
	if (!known && (!strcmp(moment, "end") || !strcmp(moment, "now")))
		return true;
	if (!known && strcmp(moment, "peak"))
		return fail(error, "snapshot %s: there is none; memreport snapshots lists them", moment);
	p->rewound = g_ptr_array_new_with_free_func(g_free);
	g_array_set_size(p->stacks, 0);
	p->size_count = p->resident_count = p->mapped_count = p->mapped_owner_count =
		0; /* told of the end alone */
	p->header.flags &= ~MEMFN_BESIDE;
	if (known)
		go_to_snapshot(p, index);
	else
		go_to_peak(p);
	return true;
}
