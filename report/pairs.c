/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/*
 * Matching by keys, twice: first by the exact one, then what is left by one without line numbers,
 * in the order of lines. Things of one loose key thus pair up in order even where all have moved.
 */
#include "pairs.h"

#include <stdlib.h>
#include <string.h>

#include "columns.h"
#include "path_name.h"
#include "text.h"

/* One thing of a model, on its way to a pair. */
struct thing {
	char *exact, *loose;
	uint32_t line, index;
	const struct function *function;
	const int64_t *v;
	char *label;
	bool paired;
};

static void thing_clear(gpointer data)
{
	struct thing *t = data;

	g_free(t->exact);
	g_free(t->loose);
	g_free(t->label);
}

static GArray *things_new(void)
{
	GArray *things = g_array_new(FALSE, TRUE, sizeof(struct thing));

	g_array_set_clear_func(things, thing_clear);
	return things;
}

static GArray *functions_of(const struct model *model)
{
	GArray *things = things_new();

	for (guint i = 0; i < model->functions->len; i++) {
		const struct function *f = model_function(model, i);
		struct thing t = {.line = f->line, .index = i, .function = f, .v = f->v};

		t.loose = g_strdup_printf("%s\n%s", f->linkage, f->file);
		t.exact = g_strdup_printf("%s\n%u", t.loose, f->line);
		g_array_append_val(things, t);
	}
	return things;
}

static int64_t *line_figures(const struct line *line)
{
	int64_t *v = g_new(int64_t, FIG_COUNT);

	figures_clear(v, FIG_COUNT);
	v[FIG_ALLOCS] = v[FIG_TOTAL_ALLOCS] = line->allocs;
	v[FIG_ALLOC_BYTES] = v[FIG_TOTAL_ALLOC_BYTES] = line->alloc_bytes;
	v[FIG_LEAKED_BYTES] = line->live_bytes;
	v[FIG_LEAKED_BLOCKS] = line->live_blocks;
	v[FIG_AT_PEAK_BYTES] = v[FIG_TOTAL_AT_PEAK_BYTES] = line->at_peak_bytes;
	v[FIG_AT_PEAK_BLOCKS] = line->at_peak_blocks;
	v[FIG_OWN_PEAK_BYTES] = v[FIG_PEAK_BYTES] = line->own_peak_bytes;
	return v;
}

static GArray *lines_of(const struct model *model)
{
	GArray *things = things_new();

	for (guint i = 0; i < model->lines->len; i++) {
		const struct line *line = g_ptr_array_index(model->lines, i);
		const struct function *f = model_function(model, line->function);
		const char *kind = line->kind ? line->kind : "";
		g_autofree char *label = g_strdup_printf("%s:%u(%s)%s%s", line->file, line->line, f->name,
												 *kind ? " " : "", kind);
		struct thing t = {.line = line->line, .index = i, .function = f, .v = line_figures(line)};

		t.label = text_printable(label);
		t.loose = g_strdup_printf("%s\n%s\n%s", line->file, f->linkage, kind);
		t.exact = g_strdup_printf("%s\n%u", t.loose, line->line);
		g_array_append_val(things, t);
	}
	return things;
}

static int by_loose_and_line(const void *a, const void *b)
{
	const struct thing *x = a, *y = b;
	int order = strcmp(x->loose, y->loose);

	if (!order)
		order = (x->line > y->line) - (x->line < y->line);
	return order ? order : (x->index > y->index) - (x->index < y->index);
}

static void add_pair(GArray *pairs, struct thing *old, struct thing *new)
{
	struct thing *named = new ? new : old;
	struct pair pair = {
		.function = named->function, .old = old ? old->v : NULL, .new = new ? new->v : NULL};

	pair.label = g_steal_pointer(&named->label);
	if (old)
		old->paired = true;
	if (new)
		new->paired = true;
	g_array_append_val(pairs, pair);
}

static void pair_exactly(GArray *pairs, GArray *old, GArray *new)
{
	GHashTable *index = g_hash_table_new(g_str_hash, g_str_equal);

	for (guint i = 0; i < old->len; i++) {
		struct thing *t = &g_array_index(old, struct thing, i);

		g_hash_table_insert(index, t->exact, t);
	}
	for (guint i = 0; i < new->len; i++) {
		struct thing *t = &g_array_index(new, struct thing, i);
		struct thing *was = g_hash_table_lookup(index, t->exact);

		if (was && !was->paired)
			add_pair(pairs, was, t);
	}
	g_hash_table_destroy(index);
}

static struct thing *next_unpaired(GArray *things, guint *i)
{
	while (*i < things->len && g_array_index(things, struct thing, *i).paired)
		++*i;
	return *i < things->len ? &g_array_index(things, struct thing, *i) : NULL;
}

/* A merge of two sorted lists; what has none of its kind on the other side stays alone. */
static void pair_loosely(GArray *pairs, GArray *old, GArray *new)
{
	guint i = 0, j = 0;

	g_array_sort(old, by_loose_and_line);
	g_array_sort(new, by_loose_and_line);
	for (;;) {
		struct thing *x = next_unpaired(old, &i), *y = next_unpaired(new, &j);
		int order = !x ? 1 : !y ? -1 : strcmp(x->loose, y->loose);

		if (!x && !y)
			return;
		add_pair(pairs, order <= 0 ? x : NULL, order >= 0 ? y : NULL);
	}
}

static GArray *pair_things(GArray *old, GArray *new)
{
	GArray *pairs = g_array_new(FALSE, TRUE, sizeof(struct pair));

	pair_exactly(pairs, old, new);
	pair_loosely(pairs, old, new);
	g_array_free(old, TRUE);
	g_array_free(new, TRUE);
	return pairs;
}

/* Paths: the same where their functions are, all the way up. Ids are given to functions and paths
 * of both models together. */
struct path_key {
	uint32_t parent, caller, function, nested;
};

static guint path_key_hash(gconstpointer data)
{
	const struct path_key *k = data;

	return ((k->parent * 0x9e3779b1u ^ k->function) * 0x85ebca6bu ^ k->caller) * 2 + k->nested;
}

static gboolean path_key_equal(gconstpointer a, gconstpointer b)
{
	return !memcmp(a, b, sizeof(struct path_key));
}

struct path_pairing {
	GHashTable *functions; /* struct function * to id + 1 */
	GHashTable *ids;       /* struct path_key * to id + 1 */
	struct path_key *keys; /* by id */
	GArray *pairs;
};

static void number_functions(struct path_pairing *p, const struct model *old,
							 const struct model *new)
{
	GArray *pairs = pair_things(functions_of(old), functions_of(new));

	p->functions = g_hash_table_new(NULL, NULL);
	for (guint i = 0; i < pairs->len; i++) {
		const struct pair *pair = &g_array_index(pairs, struct pair, i);
		gpointer id = GUINT_TO_POINTER(i + 1);

		/* A pair holds pointers to the figures within each function. */
		if (pair->old)
			g_hash_table_insert(p->functions, (gpointer)pair->old, id);
		if (pair->new)
			g_hash_table_insert(p->functions, (gpointer)pair->new, id);
	}
	g_array_free(pairs, TRUE);
}

static uint32_t function_id(const struct path_pairing *p, const struct model *model, uint32_t index)
{
	if (index == NO_INDEX)
		return 0;
	return GPOINTER_TO_UINT(g_hash_table_lookup(p->functions, model_function(model, index)->v));
}

/* A place of its own for each key there can be: a million of them are one block of memory. */
static uint32_t path_id(struct path_pairing *p, struct path_key key)
{
	struct path_key *kept = &p->keys[p->pairs->len];
	gpointer id = g_hash_table_lookup(p->ids, &key);

	if (!id) {
		g_array_set_size(p->pairs, p->pairs->len + 1);
		id = GUINT_TO_POINTER(p->pairs->len);
		*kept = key;
		g_hash_table_insert(p->ids, kept, id);
	}
	return GPOINTER_TO_UINT(id);
}

static void add_paths(struct path_pairing *p, const struct model *model, bool is_new)
{
	uint32_t *ids = g_new(uint32_t, model->path_count);

	for (uint32_t i = 0; i < model->path_count; i++) {
		const struct path *path = model_path(model, i);
		struct path_key key = {i ? ids[path->parent] : 0,
							   function_id(p, model, path->caller_function),
							   function_id(p, model, path->function), path->nested};
		struct pair *pair;

		ids[i] = path_id(p, key);
		pair = &g_array_index(p->pairs, struct pair, ids[i] - 1);
		pair->function = model_function(model, path->function);
		pair->model = model;
		pair->path = i;
		*(is_new ? &pair->new_path : &pair->old_path) = path;
	}
	g_free(ids);
}

static GArray *pair_paths(const struct model *old, const struct model *new)
{
	struct path_pairing p = {.pairs = g_array_new(FALSE, TRUE, sizeof(struct pair))};

	number_functions(&p, old, new);
	p.keys = g_new(struct path_key, (gsize)old->path_count + new->path_count);
	p.ids = g_hash_table_new(path_key_hash, path_key_equal);
	add_paths(&p, old, false);
	add_paths(&p, new, true);
	g_hash_table_destroy(p.functions);
	g_hash_table_destroy(p.ids);
	g_free(p.keys);
	return p.pairs;
}

GArray *pairs_new(const struct model *old, const struct model *new, enum pair_by by)
{
	switch (by) {
	case BY_LINE:
		return pair_things(lines_of(old), lines_of(new));
	case BY_PATH:
		return pair_paths(old, new);
	default:
		return pair_things(functions_of(old), functions_of(new));
	}
}

void pairs_free(GArray *pairs)
{
	for (guint i = 0; i < pairs->len; i++) {
		struct pair *pair = &g_array_index(pairs, struct pair, i);

		/* Of functions the figures are the model's own. */
		if (pair->label) {
			g_free((gpointer)pair->old);
			g_free((gpointer)pair->new);
		}
		g_free(pair->label);
	}
	g_array_free(pairs, TRUE);
}

char *pair_label(const struct pair *pair)
{
	if (pair->label)
		return g_strdup(pair->label);
	return pair->model ? path_name(pair->model, pair->path) : function_stdname(pair->function);
}

bool pair_has_old(const struct pair *pair)
{
	return pair->old || pair->old_path;
}

bool pair_has_new(const struct pair *pair)
{
	return pair->new || pair->new_path;
}

static int64_t path_figure(const struct path *path, enum figure figure)
{
	switch ((int)figure) {
	case FIG_PRIMITIVE_CALLS:
		return path->nested ? 0 : path->v[FIG_CALLS];
	case FIG_TOTAL_NS:
		return path->total->ns;
	case FIG_TOTAL_ALLOCS:
		return path->total->allocs;
	case FIG_TOTAL_ALLOC_BYTES:
		return path->total->alloc_bytes;
	case FIG_TOTAL_AT_PEAK_BYTES:
		return path->total->at_peak_bytes;
	case FIG_TOTAL_FREES:
		return path->total->frees;
	case FIG_TOTAL_FREED_BYTES:
		return path->total->freed_bytes;
	case FIG_TOTAL_LEAKED_BYTES:
		return path->total->leaked_bytes;
	case FIG_TOTAL_RSS_BYTES:
		return path->total->rss_bytes;
	case FIG_TOTAL_VMS_BYTES:
		return path->total->vms_bytes;
	case FIG_TOTAL_SHARED_BYTES:
		return path->total->shared_bytes;
	case FIG_TOTAL_MAPPED_BYTES:
		return path->total->mapped_bytes;
	case FIG_TOTAL_MAPPED_LIVE_BYTES:
		return path->total->mapped_live_bytes;
	default:
		return figure < FIG_PATH_COUNT ? path->v[figure] : 0;
	}
}

static int64_t figure_or_none(const int64_t *v, const struct path *path, enum figure figure)
{
	int64_t value = path ? path_figure(path, figure) : v ? v[figure] : 0;

	if ((figure == FIG_MIN_NS && value == FIG_NO_MIN) ||
		(figure == FIG_MAX_NS && value == FIG_NO_MAX))
		return 0;
	return value;
}

int64_t pair_old(const struct pair *pair, enum figure figure)
{
	return figure_or_none(pair->old, pair->old_path, figure);
}

int64_t pair_new(const struct pair *pair, enum figure figure)
{
	return figure_or_none(pair->new, pair->new_path, figure);
}
