/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* A profile's accounts and owners: what blocks add to paths, functions and lines. */
#include "charges.h"
#include "error.h"
#include "model_add.h"

/* Without a location it is line 0 of the function's file. */
static struct line *account_line(struct adding *a, const struct memfn_account *account)
{
	const struct profile *p = a->profile;
	const struct memfn_location *at = account->location ? &p->locations[account->location] : NULL;
	struct line like = {.function = a->functions[p->nodes[account->node].function]};
	struct line *line;

	like.file = at ? adding_file(a, at->file) : model_function(a->model, like.function)->file;
	like.line = at ? at->line : 0;
	like.kind = at && at->kind ? model_string(a->model, profile_string(p, at->kind)) : NULL;
	line = model_intern_line(a->model, &like);
	line->placed |= at != NULL;
	return line;
}

static void add_account(struct adding *a, const struct memfn_account *account,
						const struct memfn_account_counters *c)
{
	struct path *path = model_path(a->model, a->paths[account->node]);
	uint32_t function = a->profile->nodes[account->node].function;
	struct line *line = account_line(a, account);
	int64_t live = (int64_t)(c->alloc_bytes - c->freed_bytes);
	int64_t blocks = (int64_t)(c->allocs - c->freed);
	bool aside = c->peak_number >= a->profile->header.peak_number;
	int64_t peak = aside ? c->at_peak_bytes : live,
			peak_blocks = aside ? c->at_peak_blocks : blocks;

	adding_sum(a, &path->v[FIG_ALLOCS], FIG_ALLOCS, c->allocs);
	adding_sum(a, &path->v[FIG_ALLOC_BYTES], FIG_ALLOC_BYTES, c->alloc_bytes);
	adding_signed(a, &path->v[FIG_LEAKED_BYTES], FIG_LEAKED_BYTES, live);
	adding_signed(a, &path->v[FIG_LEAKED_BLOCKS], FIG_LEAKED_BLOCKS, blocks);
	adding_signed(a, &path->v[FIG_AT_PEAK_BYTES], FIG_AT_PEAK_BYTES, peak);
	adding_signed(a, &path->v[FIG_AT_PEAK_BLOCKS], FIG_AT_PEAK_BLOCKS, peak_blocks);
	adding_signed(a, &a->leaked[function], FIG_LEAKED_BYTES, live);
	adding_signed(a, &a->at_peak[function], FIG_AT_PEAK_BYTES, peak);
	adding_signed(a, &a->live, FIG_LEAKED_BYTES, live);
	if (account->owner < a->profile->owner_count) {
		a->lines[account->owner].allocated = true;
		adding_signed(a, &a->lines[account->owner].leaked, FIG_LEAKED_BYTES, live);
		adding_signed(a, &a->lines[account->owner].at_peak, FIG_AT_PEAK_BYTES, peak);
	}
	adding_sum(a, &line->allocs, FIG_ALLOCS, c->allocs);
	adding_sum(a, &line->alloc_bytes, FIG_ALLOC_BYTES, c->alloc_bytes);
	adding_signed(a, &line->live_bytes, FIG_LEAKED_BYTES, live);
	adding_signed(a, &line->live_blocks, FIG_LEAKED_BLOCKS, blocks);
	adding_signed(a, &line->at_peak_bytes, FIG_AT_PEAK_BYTES, peak);
	adding_signed(a, &line->at_peak_blocks, FIG_AT_PEAK_BLOCKS, peak_blocks);
	if (a->threads) {
		struct charge charge = {0};

		charge.at[MOMENT_ALL] = (struct held){(int64_t)c->alloc_bytes, (int64_t)c->allocs};
		charge.at[MOMENT_END] = (struct held){live, blocks};
		charge.at[MOMENT_PEAK] = (struct held){peak, peak_blocks};
		charge_add(a, account, charge);
	}
}

bool adding_accounts(struct adding *a, GError **error)
{
	const struct profile *p = a->profile;

	for (guint i = 0; i < p->account_leaves->len; i++) {
		const struct profile_leaf *leaf = &g_array_index(p->account_leaves, struct profile_leaf, i);

		for (uint32_t j = 0; j < MEMFN_LEAF; j++) {
			uint32_t index = leaf->first * MEMFN_LEAF + j;

			if (index == 0 || !adding_was_used(&leaf->accounts[j], sizeof(leaf->accounts[j])))
				continue;
			if (index >= p->account_count || !p->accounts[index].used) {
				if (!adding_is_partial(p))
					return fail(error, "account %u: it has counters but is not in use", index);
				adding_sum(a, &a->model->trust.lost_bytes, FIG_COUNT,
						   leaf->accounts[j].alloc_bytes);
			} else if (adding_takes_account(a, &p->accounts[index], leaf->shard)) {
				add_account(a, &p->accounts[index], &leaf->accounts[j]);
			}
		}
	}
	return true;
}

/* No peak is below what is certain: what was live at the end, or counted at the peak. */
static void add_own_peaks(struct adding *a, int64_t process_peak)
{
	const struct profile *p = a->profile;

	for (uint32_t i = 0; i < p->function_count; i++) {
		const struct memfn_function *from = &p->functions[i];
		int64_t peak = MAX(a->leaked[i], a->at_peak[i]);
		int64_t *own;

		if (a->functions[i] == NO_INDEX)
			continue;
		if (from->own && p->owners[from->own].used)
			peak = MAX(peak, p->owners[from->own].peak);
		own = &model_function(a->model, a->functions[i])->v[FIG_OWN_PEAK_BYTES];
		*own = MAX(*own, CLAMP(peak, 0, process_peak));
	}
}

/* What has no line has its function's peak, which is too much where others of it have one. */
static int64_t line_peak(const struct adding *a, const struct memfn_account *account,
						 int64_t process_peak)
{
	const struct profile *p = a->profile;
	const struct memfn_owner *owner;
	const struct certain *certain;
	int64_t peak;

	if (account->owner >= p->owner_count || !a->lines[account->owner].allocated)
		return 0;
	owner = &p->owners[account->owner];
	certain = &a->lines[account->owner];
	peak = owner->location == account->location ? owner->peak : 0;
	return CLAMP(MAX(peak, MAX(certain->leaked, certain->at_peak)), 0, process_peak);
}

static void add_line_peaks(struct adding *a, int64_t process_peak)
{
	const struct profile *p = a->profile;
	const GArray *charges = a->model->charges;

	for (uint32_t i = 1; i < p->account_count; i++) {
		int64_t peak = p->accounts[i].used ? line_peak(a, &p->accounts[i], process_peak) : 0;
		struct line *line = peak ? account_line(a, &p->accounts[i]) : NULL;

		if (line)
			line->own_peak_bytes = MAX(line->own_peak_bytes, peak);
	}
	for (guint i = a->first_charge; charges && i < charges->len; i++) {
		struct charge *charge = &g_array_index(charges, struct charge, i);

		if (!charge->mapped)
			charge->own_peak_bytes = line_peak(a, &p->accounts[charge->account], process_peak);
	}
}

void adding_owner_peaks(struct adding *a, int64_t process_peak)
{
	add_own_peaks(a, process_peak);
	add_line_peaks(a, process_peak);
}
