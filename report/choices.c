/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Lines of lists: gathering, naming, and which one a function owes its hooks to. */
#include "choices.h"

#include <fnmatch.h>
#include <string.h>

#include "format.h"
#include "memfn/abi.h"
#include "terminal.h"
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

static int64_t plus(int64_t count, uint64_t found)
{
	return (int64_t)MIN((uint64_t)count + MIN(found, INT64_MAX), INT64_MAX);
}

static struct choice *intern(GHashTable *choices, const struct choice *like)
{
	struct choice *choice = g_hash_table_lookup(choices, like);

	if (!choice) {
		choice = g_memdup2(like, sizeof(*like));
		choice->matched = choice->decided = choice->modules = 0;
		g_hash_table_add(choices, choice);
	}
	return choice;
}

static bool read_choice(struct adding *a, uint32_t index, struct choice *choice)
{
	const struct memfn_selection *from = &a->profile->selections[index];

	if (!from->text)
		return false;
	*choice = (struct choice){
		.list = model_string(a->model, profile_string(a->profile, from->list)),
		.text = model_string(a->model, profile_string(a->profile, from->text)),
		.line = from->line,
		.section = from->section,
	};
	return true;
}

static void free_contents(void *contents)
{
	g_string_free(contents, TRUE);
}

static GString *begin_contents(struct model *model, const char *list)
{
	const char *slash = strrchr(list, '/');
	GString *contents = g_string_new(NULL);

	g_string_printf(contents, "%p", (const void *)model_string(model, slash ? slash + 1 : list));
	return contents;
}

/* What tells lists apart: by name as given, the file's own name and all of its lines. Texts are
 * told by their addresses, being the model's; so a profile cannot make this large. */
static GHashTable *contents_of_lists(struct adding *a)
{
	GHashTable *lists = g_hash_table_new_full(NULL, NULL, NULL, free_contents);
	struct choice choice;

	for (uint32_t i = 0; i < a->profile->selection_count; i++) {
		GString *contents;

		if (!read_choice(a, i, &choice) || !choice.line)
			continue;
		contents = g_hash_table_lookup(lists, choice.list);
		if (!contents) {
			contents = begin_contents(a->model, choice.list);
			g_hash_table_insert(lists, (void *)choice.list, contents);
		}
		g_string_append_printf(contents, ", %u %u %p", choice.line, choice.section,
							   (const void *)choice.text);
	}
	return lists;
}

/* Compilers that work in several folders are given several names of one list: the first stands. */
static const char *one_name(struct model *model, GHashTable *contents, const char *name)
{
	const GString *lines = g_hash_table_lookup(contents, name);
	const char *first;

	if (!lines)
		return name;
	first = g_hash_table_lookup(model->lists, lines->str);
	if (first)
		return first;
	g_hash_table_insert(model->lists, g_strdup(lines->str), (void *)name);
	return name;
}

/* Of one profile, to be freed: what a line did under all names of its list. */
static GHashTable *sums_of_lines(struct adding *a)
{
	GHashTable *sums = g_hash_table_new_full(hash_choice, same_choice, g_free, NULL);
	g_autoptr(GHashTable) contents = contents_of_lists(a);
	struct choice like;

	for (uint32_t i = 0; i < a->profile->selection_count; i++) {
		const struct memfn_selection *from = &a->profile->selections[i];
		struct choice *sum;

		if (!read_choice(a, i, &like))
			continue;
		like.list = one_name(a->model, contents, like.list);
		sum = intern(sums, &like);
		sum->matched = plus(sum->matched, from->matched);
		sum->decided = plus(sum->decided, from->decided);
		sum->modules = plus(sum->modules, from->modules);
	}
	return sums;
}

void choices_add(struct adding *a)
{
	g_autoptr(GHashTable) sums = NULL;
	GHashTableIter iter;
	gpointer key;

	if (!a->profile->selection_count)
		return;
	if (!a->model->choices) {
		a->model->choices = g_hash_table_new_full(hash_choice, same_choice, g_free, NULL);
		a->model->lists = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	}
	sums = sums_of_lines(a);
	g_hash_table_iter_init(&iter, sums);
	while (g_hash_table_iter_next(&iter, &key, NULL)) {
		const struct choice *sum = key;
		struct choice *choice = intern(a->model->choices, sum);

		choice->matched = MAX(choice->matched, sum->matched);
		choice->decided = MAX(choice->decided, sum->decided);
		choice->modules = MAX(choice->modules, sum->modules);
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
	g_autofree char *line =
		g_strdup_printf("%u line%s of lists matched nothing (memreport selection): %s%s%s", idle,
						idle == 1 ? "" : "s", names->str, idle > SHOWN ? ", " : "",
						idle > SHOWN ? terminal_ellipsis() : "");
	if (idle)
		terminal_print(line, stream);
}
