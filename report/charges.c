/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Keeping the figures of accounts as they are added to the model. */
#include "charges.h"

#include "memfn/abi.h"

const char *charge_thread(struct adding *a, uint32_t number)
{
	const GArray *shards = a->profile->shards;

	for (guint i = 0; i < shards->len; i++) {
		const struct memfn_shard *shard = g_array_index(shards, const struct memfn_shard *, i);
		g_autofree char *name = g_strndup(shard->thread_name, sizeof(shard->thread_name));

		if (shard->number == number)
			return model_string(a->model, shard->start_node ? name : "main");
	}
	return "main";
}

static void locate(struct adding *a, const struct memfn_account *account, struct charge *charge)
{
	const struct profile *p = a->profile;
	const struct memfn_location *at = &p->locations[account->location];

	charge->placed = true;
	charge->line = at->line;
	charge->file = adding_file(a, at->file);
	charge->kind = at->kind ? model_string(a->model, profile_string(p, at->kind)) : NULL;
	charge->guess = at->flags & MEMFN_SITE_GUESS;
	if (account->owner < p->owner_count && p->owners[account->owner].location == account->location)
		charge->own_peak_bytes = MAX(p->owners[account->owner].peak, 0);
}

void charge_add(struct adding *a, const struct memfn_account *account, struct charge charge)
{
	const struct path *path = model_path(a->model, a->paths[account->node]);

	charge.path = path->index;
	charge.file = model_function(a->model, path->function)->file;
	if (account->location)
		locate(a, account, &charge);
	if (!a->model->charges)
		a->model->charges = g_array_new(FALSE, FALSE, sizeof(struct charge));
	g_array_append_val(a->model->charges, charge);
}
