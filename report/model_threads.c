/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/*
 * The figures of some threads alone. A shard counts what its threads did; but a block that another
 * thread frees is counted as freed in that one's shard, for the account of the thread that has
 * allocated it. So accounts go by where their paths begin. Threads that began at one path and of
 * which only some are wanted cannot be told apart there: of those, each shard's own count stands.
 */
#include <string.h>

#include "error.h"
#include "model_add.h"
#include "text.h"

enum { WANTED = 1, UNWANTED = 2 }; /* both: some are */
enum { NAMES_SHOWN = 8 };

bool adding_takes(const struct adding *adding, uint32_t shard)
{
	return !adding->shards || g_hash_table_contains(adding->shards, GUINT_TO_POINTER(shard));
}

bool adding_takes_account(const struct adding *adding, const struct memfn_account *account,
						  uint32_t shard)
{
	if (!adding->shards)
		return true;
	switch (adding->roots[account->node]) {
	case WANTED:
		return true;
	case WANTED | UNWANTED:
		return adding_takes(adding, shard);
	default:
		return false;
	}
}

static bool matches_any(const GPtrArray *patterns, const char *name)
{
	for (guint i = 0; i < patterns->len; i++)
		if (g_pattern_spec_match_string(patterns->pdata[i], name))
			return true;
	return false;
}

/* For those that ask for a thread that is not there; one more than they are told. */
static void remember_name(struct model *model, const char *name)
{
	if (model->thread_names->len > NAMES_SHOWN)
		return;
	for (guint i = 0; i < model->thread_names->len; i++)
		if (!strcmp(model->thread_names->pdata[i], name))
			return;
	g_ptr_array_add(model->thread_names, g_strdup(name));
}

/* The main thread answers to "main", too, since its own name is the program's. */
static bool is_wanted(struct model *model, const struct memfn_shard *shard)
{
	const struct model_options *options = &model->options;
	g_autofree char *name = g_strndup(shard->thread_name, sizeof(shard->thread_name));
	const char *alias = shard->start_node ? name : "main";

	remember_name(model, alias);
	if (options->threads_except &&
		(matches_any(options->threads_except, name) || matches_any(options->threads_except, alias)))
		return false;
	return !options->threads || matches_any(options->threads, name) ||
		   matches_any(options->threads, alias);
}

/* A path belongs to where its stack begins. Levels come before their nodes. */
static void spread_from_roots(struct adding *a)
{
	const struct profile *p = a->profile;

	for (uint32_t i = 1; i < p->node_count; i++) {
		uint32_t function = p->nodes[i].function;

		if (p->nodes[i].flags & MEMFN_NODE_USED && function != MEMFN_FUNCTION_THREAD &&
			function != MEMFN_FUNCTION_COROUTINE)
			a->roots[i] = a->roots[p->nodes[i].level];
	}
}

void adding_choose_threads(struct adding *a)
{
	const struct model_options *options = &a->model->options;

	if (!options->threads && !options->threads_except)
		return;
	a->shards = g_hash_table_new(NULL, NULL);
	a->roots = g_new0(uint8_t, MAX(a->profile->node_count, 1));
	for (guint i = 0; i < a->profile->shards->len; i++) {
		const struct memfn_shard *shard =
			g_array_index(a->profile->shards, const struct memfn_shard *, i);
		bool wanted = is_wanted(a->model, shard);

		if (shard->start_node < a->profile->node_count)
			a->roots[shard->start_node] |= wanted ? WANTED : UNWANTED;
		if (wanted)
			g_hash_table_add(a->shards, GUINT_TO_POINTER(shard->number));
	}
	a->model->threads_chosen |= g_hash_table_size(a->shards) > 0;
	spread_from_roots(a);
}

bool model_check_threads(const struct model *model, GError **error)
{
	const GPtrArray *names = model->thread_names;
	g_autoptr(GString) list = g_string_new(NULL);

	if (model->threads_chosen || !names->len)
		return true;
	for (guint i = 0; i < MIN(names->len, NAMES_SHOWN); i++) {
		g_autofree char *name = text_printable(names->pdata[i]);

		g_string_append_printf(list, " %s", name);
	}
	return fail_usage(error, "no thread is left by --filter and --exclude; there are:%s%s",
					  list->str, names->len > NAMES_SHOWN ? " ..." : "");
}
