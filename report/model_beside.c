/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* What stands beside the heap's figures: what the kernel says (rss=1), and the program's own
 * mappings (mmap=1). */
#include "charges.h"
#include "model_add.h"

/* They are not told by thread. */
static void add_residents(struct adding *a)
{
	const struct profile *p = a->profile;

	for (uint32_t i = 0; i < MIN(p->resident_count, p->node_count) && !a->shards; i++) {
		const struct memfn_resident *r = &p->residents[i];
		int64_t *v;

		if (a->paths[i] == NO_INDEX)
			continue;
		v = model_path(a->model, a->paths[i])->v;
		adding_signed(a, &v[FIG_SELF_RSS_BYTES], FIG_SELF_RSS_BYTES, r->rss_bytes);
		adding_signed(a, &v[FIG_SELF_VMS_BYTES], FIG_SELF_VMS_BYTES, r->vms_bytes);
		adding_signed(a, &v[FIG_SELF_SHARED_BYTES], FIG_SELF_SHARED_BYTES, r->shared_bytes);
	}
}

static void add_mapping(struct adding *a, const struct memfn_account *account,
						const struct memfn_mapped *m)
{
	int64_t *v = model_path(a->model, a->paths[account->node])->v;
	int64_t live = (int64_t)(m->mapped_bytes - m->unmapped_bytes);
	int64_t ranges = 0;

	adding_sum(a, &v[FIG_MAPS], FIG_MAPS, m->maps);
	adding_sum(a, &v[FIG_MAPPED_BYTES], FIG_MAPPED_BYTES, m->mapped_bytes);
	adding_signed(a, &v[FIG_MAPPED_LIVE_BYTES], FIG_MAPPED_LIVE_BYTES, live);
	adding_signed(a, &ranges, FIG_MAPS, m->ranges);
	if (a->threads) {
		struct charge charge = {.mapped = true};

		charge.at[MOMENT_ALL] = (struct held){(int64_t)m->mapped_bytes, (int64_t)m->maps};
		charge.at[MOMENT_END] = (struct held){live, ranges};
		charge_add(a, account, charge);
	}
}

/* The program's own mappings: not told by thread, as they belong to none. */
static void add_mappings(struct adding *a)
{
	const struct profile *p = a->profile;
	struct totals *t = &a->model->totals;

	for (uint32_t i = 0; i < MIN(p->mapped_count, p->account_count) && !a->shards; i++)
		if (p->accounts[i].used && p->mapped[i].maps)
			add_mapping(a, &p->accounts[i], &p->mapped[i]);
	if (p->mapped_owner_count)
		t->mapped_peak_bytes = MAX(t->mapped_peak_bytes, p->mapped_owners[0].peak_bytes);
	for (uint32_t i = 0; i < p->function_count; i++) {
		int64_t *own;

		if (a->functions[i] == NO_INDEX || !p->functions[i].own ||
			p->functions[i].own >= p->mapped_owner_count)
			continue;
		own = &model_function(a->model, a->functions[i])->v[FIG_OWN_MAPPED_PEAK_BYTES];
		*own = MAX(*own, p->mapped_owners[p->functions[i].own].peak_bytes);
	}
}

static void add_size_classes(struct adding *a, struct function *f, const struct memfn_sizes *from)
{
	if (!f->sizes)
		f->sizes = g_new0(struct sizes, 1);
	for (int i = 0; i < MEMFN_SIZE_CLASSES; i++) {
		adding_sum(a, &f->sizes->allocs[i], FIG_ALLOCS, from->allocs[i]);
		adding_sum(a, &f->sizes->alloc_bytes[i], FIG_ALLOC_BYTES, from->alloc_bytes[i]);
	}
}

/* Not told by thread either. */
static void add_sizes(struct adding *a)
{
	const struct profile *p = a->profile;

	for (uint32_t i = 1; i < MIN(p->size_count, p->account_count) && !a->shards; i++)
		if (p->accounts[i].used && a->paths[p->accounts[i].node] != NO_INDEX)
			add_size_classes(
				a,
				model_function(a->model,
							   model_path(a->model, a->paths[p->accounts[i].node])->function),
				&p->sizes[i]);
}

void adding_beside(struct adding *a)
{
	add_sizes(a);
	add_residents(a);
	add_mappings(a);
}

const char *model_beside_missing(const struct model *model)
{
	if (model->rewound)
		return "not kept in snapshots, only of the whole run";
	if (model->options.threads || model->options.threads_except)
		return "not told by thread, only of the process";
	return NULL;
}
