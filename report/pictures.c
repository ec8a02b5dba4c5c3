/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* What a profile notes under way, as the model keeps it: marks, the list of snapshots, the points
 * of the timeline. */
#include <stdlib.h>

#include "model_add.h"

/* So that a difference of two figures cannot overflow. */
static const int64_t most = INT64_MAX / 2;

static int64_t within(uint64_t value)
{
	return (int64_t)MIN(value, (uint64_t)most);
}

static int64_t within_signed(int64_t value)
{
	return CLAMP(value, -most, most);
}

static int64_t since_start(const struct adding *a, uint64_t ns)
{
	uint64_t start = a->profile->header.start_ns;

	return ns > start ? within(ns - start) : 0;
}

int64_t adding_moment_ns(const struct adding *a)
{
	const struct profile *p = a->profile;

	return p->moment == PROFILE_AT_SNAPSHOT ? since_start(a, p->snapshots[p->snapshot].ns) : 0;
}

const char *picture_cause(const struct picture *picture)
{
	switch (picture->cause) {
	case MEMFN_SNAPSHOT_SIGNAL:
		return "signal";
	case MEMFN_SNAPSHOT_EVERY:
		return "every";
	default:
		return "call";
	}
}

static void add_mark(struct adding *a, const struct memfn_mark *from)
{
	struct mark mark = {
		.process = a->model->processes->len,
		.label = model_string(a->model, profile_string(a->profile, from->label)),
		.ns = since_start(a, from->ns),
		.user_ns = within(from->user_ns),
		.system_ns = within(from->system_ns),
		.rss_bytes = within(from->rss_bytes),
		.peak_rss_bytes = within(from->peak_rss_bytes),
		.swap_bytes = within(from->swap_bytes),
		.vms_bytes = within(from->vms_bytes),
		.shared_bytes = within(from->shared_bytes),
		.live_bytes = within_signed(from->live_bytes),
		.peak_bytes = within_signed(from->peak_bytes),
		.allocs = within(from->allocs),
		.alloc_bytes = within(from->alloc_bytes),
	};

	g_array_append_val(a->model->marks, mark);
}

/* The sums of the accounts so far, kept up by what each snapshot changes. */
struct running {
	struct memfn_snapshot_account *account; /* last entry of each */
	uint64_t allocs, alloc_bytes, blocks;
};

static void advance(struct running *r, const struct memfn_snapshot_account *entry)
{
	struct memfn_snapshot_account *last = &r->account[entry->account];

	if (!entry->account) /* made while recording was off: charged to nobody */
		return;
	r->allocs += entry->allocs - last->allocs;
	r->alloc_bytes += entry->alloc_bytes - last->alloc_bytes;
	r->blocks += (entry->allocs - entry->freed) - (last->allocs - last->freed);
	*last = *entry;
}

static void add_snapshot(struct adding *a, uint32_t index, const struct running *r)
{
	const struct memfn_snapshot *from = &a->profile->snapshots[index];
	struct picture picture = {
		.process = a->model->processes->len,
		.index = index,
		.label = model_string(a->model, profile_string(a->profile, from->label)),
		.cause = from->cause,
		.ns = since_start(a, from->ns),
		.cost_ns = within(from->cost_ns),
		.live_bytes = within_signed(from->live_bytes),
		.live_blocks = within_signed((int64_t)r->blocks),
		.peak_bytes = within_signed(from->peak_bytes),
		.allocs = within(r->allocs),
		.alloc_bytes = within(r->alloc_bytes),
		.rss_bytes = (int64_t)from->rss_kib * 1024,
		.frames = from->frames,
	};

	g_array_append_val(a->model->pictures, picture);
}

static void add_snapshots(struct adding *a)
{
	const struct profile *p = a->profile;
	struct running r = {g_new0(struct memfn_snapshot_account, MAX(p->account_count, 1)), 0, 0, 0};

	for (uint32_t i = 0; i < p->snapshot_count; i++) {
		const struct memfn_snapshot *s = &p->snapshots[i];

		if (!s->label)
			continue;
		for (uint32_t j = 0; j < s->accounts; j++)
			advance(&r, &p->snapshot_accounts[s->first_account + j]);
		add_snapshot(a, i, &r);
	}
	g_free(r.account);
}

static int by_time(const void *a, const void *b)
{
	const struct point *x = a, *y = b;

	return (x->ns > y->ns) - (x->ns < y->ns);
}

/* One that was thinned while it was read has points twice, or out of order: see memfn_point. */
static void add_points(struct adding *a)
{
	const struct profile *p = a->profile;
	GArray *points = a->model->points;
	guint first = points->len, kept = first;

	for (uint32_t i = 0; i < p->point_count; i++) {
		const struct memfn_point *from = &p->points[i];
		struct point point = {a->model->processes->len,        since_start(a, from->ns),
							  within_signed(from->live_bytes), within_signed(from->peak_bytes),
							  within(from->rss_bytes),         within(from->allocs),
							  within(from->alloc_bytes)};

		if (from->ns)
			g_array_append_val(points, point);
	}
	if (points->len == first)
		return;
	qsort(&g_array_index(points, struct point, first), points->len - first, sizeof(struct point),
		  by_time);
	for (guint i = first; i < points->len; i++)
		if (i == first || g_array_index(points, struct point, i).ns !=
							  g_array_index(points, struct point, kept - 1).ns)
			g_array_index(points, struct point, kept++) = g_array_index(points, struct point, i);
	g_array_set_size(points, kept);
}

void adding_pictures(struct adding *a)
{
	const struct profile *p = a->profile;

	for (uint32_t i = 0; i < p->mark_count; i++)
		if (p->marks[i].label)
			add_mark(a, &p->marks[i]);
	add_snapshots(a);
	add_points(a);
	a->model->rewound |= p->moment != PROFILE_AT_END;
}
