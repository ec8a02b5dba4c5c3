/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Keeping the figures of accounts as they are added to the model. */
#include "charges.h"

#include <string.h>

#include "memfn/abi.h"

static gint compare_names(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The names of the shards whose stacks begin at a node, each once; NULL if there are none. */
static const char *names_at(struct model *model, const struct profile *p, uint32_t node)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
	GString *joined;
	const char *kept;

	for (guint i = 0; i < p->shards->len; i++) {
		const struct memfn_shard *shard = g_array_index(p->shards, const struct memfn_shard *, i);

		if (shard->start_node == node)
			g_ptr_array_add(names, g_strndup(shard->thread_name, sizeof(shard->thread_name)));
	}
	if (!names->len)
		return NULL;
	g_ptr_array_sort(names, compare_names);
	joined = g_string_new(names->pdata[0]);
	for (guint i = 1; i < names->len; i++)
		if (strcmp(names->pdata[i], names->pdata[i - 1]))
			g_string_append_printf(joined, ",%s", (const char *)names->pdata[i]);
	kept = model_string(model, joined->str);
	g_string_free(joined, TRUE);
	return kept;
}

const char **charge_threads(struct model *model, const struct profile *p)
{
	const char **threads = g_new0(const char *, MAX(p->node_count, 1));

	threads[0] = model_string(model, "main");
	for (uint32_t i = 1; i < p->node_count; i++) {
		const struct memfn_node *node = &p->nodes[i];

		if (!(node->flags & MEMFN_NODE_USED))
			continue;
		if (node->function < MEMFN_FUNCTION_PSEUDOS)
			threads[i] = names_at(model, p, i);
		if (!threads[i])
			threads[i] = threads[node->level];
	}
	return threads;
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
}

void charge_add(struct adding *a, const struct memfn_account *account, struct charge charge)
{
	const struct path *path = model_path(a->model, a->paths[account->node]);

	charge.account = (uint32_t)(account - a->profile->accounts);
	charge.path = path->index;
	charge.thread = a->threads[account->node];
	charge.file = model_function(a->model, path->function)->file;
	if (account->location)
		locate(a, account, &charge);
	if (charge.mapped && account->owner < a->profile->mapped_owner_count)
		charge.own_peak_bytes = MAX(a->profile->mapped_owners[account->owner].peak_bytes, 0);
	if (!a->model->charges)
		a->model->charges = g_array_new(FALSE, FALSE, sizeof(struct charge));
	g_array_append_val(a->model->charges, charge);
}
