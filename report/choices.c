/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Lines of lists: gathering, naming, and which one a function owes its hooks to. */
#include "choices.h"

#include <fnmatch.h>
#include <string.h>

#include "format.h"
#include "memfn/abi.h"
#include "text.h"

static guint hash_choice(gconstpointer data)
{
	const struct choice *c = data;

	return (g_direct_hash(c->list) * 31 ^ g_direct_hash(c->text)) * 31 + c->line;
}

/* Equal strings of a model are one pointer. */
static gboolean same_choice(gconstpointer a, gconstpointer b)
{
	const struct choice *x = a, *y = b;

	return x->list == y->list && x->text == y->text && x->line == y->line;
}

static int64_t at_least(int64_t count, uint64_t found)
{
	return MAX(count, (int64_t)MIN(found, INT64_MAX));
}

static struct choice *intern(struct model *model, const struct choice *like)
{
	struct choice *choice;

	if (!model->choices)
		model->choices = g_hash_table_new_full(hash_choice, same_choice, g_free, NULL);
	choice = g_hash_table_lookup(model->choices, like);
	if (!choice) {
		choice = g_memdup2(like, sizeof(*like));
		g_hash_table_add(model->choices, choice);
	}
	return choice;
}

void choices_add(struct adding *a)
{
	for (uint32_t i = 0; i < a->profile->selection_count; i++) {
		const struct memfn_selection *from = &a->profile->selections[i];
		struct choice like = {.line = from->line, .section = from->section}, *choice;

		if (!from->text)
			continue;
		like.text = model_string(a->model, profile_string(a->profile, from->text));
		like.list = model_string(a->model, profile_string(a->profile, from->list));
		choice = intern(a->model, &like);
		choice->matched = at_least(choice->matched, from->matched);
		choice->decided = at_least(choice->decided, from->decided);
		choice->modules = at_least(choice->modules, from->modules);
	}
}

static gint by_place(gconstpointer a, gconstpointer b)
{
	const struct choice *x = *(struct choice *const *)a, *y = *(struct choice *const *)b;
	int order = !x->line - !y->line;

	order = order ? order : strcmp(x->list, y->list);
	order = order ? order : (x->line > y->line) - (x->line < y->line);
	return order ? order : strcmp(x->text, y->text);
}

GPtrArray *choices_sorted(const struct model *model)
{
	GPtrArray *sorted = g_ptr_array_new();
	GHashTableIter iter;
	gpointer choice;

	if (!model->choices)
		return sorted;
	g_hash_table_iter_init(&iter, model->choices);
	while (g_hash_table_iter_next(&iter, &choice, NULL))
		g_ptr_array_add(sorted, choice);
	g_ptr_array_sort(sorted, by_place);
	return sorted;
}

static const char *pattern_of(const struct choice *choice)
{
	const char *colon = strchr(choice->text, ':');

	return colon ? colon + 1 : choice->text;
}

char *choice_name(const struct choice *choice)
{
	g_autofree char *name =
		choice->line ? g_strdup_printf("%s:%u: %s", choice->list, choice->line, choice->text)
					 : g_strdup_printf("%s=%s", choice->list, pattern_of(choice));

	return text_printable(name);
}

const char *choice_section(const struct choice *choice)
{
	static const char *const names[] = {"profile", "never", "calls"};

	return choice->section < G_N_ELEMENTS(names) ? names[choice->section] : "?";
}

/* The compiler's globs are its own; fnmatch(3) reads them alike but for odd sets. */
static bool fits(const struct choice *choice, const struct function *f)
{
	const char *glob = pattern_of(choice);

	if (g_str_has_prefix(choice->text, "src:"))
		return !fnmatch(glob, f->file, 0);
	return !fnmatch(glob, f->linkage, 0) || !fnmatch(glob, f->name, 0) ||
		   !fnmatch(glob, f->pretty, 0);
}

const struct choice *choices_find(const GPtrArray *sorted, const struct function *f)
{
	uint32_t section = f->flags & MEMFN_DESC_CALL ? MEMFN_LIST_CALLS : MEMFN_LIST_PROFILE;

	for (guint i = sorted->len; i-- > 0;) {
		const struct choice *choice = sorted->pdata[i];

		if (choice->section == section && choice->decided && fits(choice, f))
			return choice;
	}
	return NULL;
}

void choices_print_idle(const struct model *model, FILE *stream)
{
	enum { SHOWN = 3 };
	g_autoptr(GPtrArray) sorted = choices_sorted(model);
	guint idle = 0;
	g_autoptr(GString) names = g_string_new(NULL);

	for (guint i = 0; i < sorted->len; i++) {
		const struct choice *choice = sorted->pdata[i];
		g_autofree char *name = choice->matched ? NULL : choice_name(choice);

		if (name && idle++ < SHOWN)
			g_string_append_printf(names, "%s%s", names->len ? ", " : "", name);
	}
	if (idle)
		fprintf(stream, "%u line%s of lists matched nothing (memreport selection): %s%s\n", idle,
				idle == 1 ? "" : "s", names->str, idle > SHOWN ? ", …" : "");
}
