/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/*
 * memreport tree: the call paths, each with what it and all below it took. The tree is that of
 * levels: a function that calls itself, directly or through others, stands once below the level it
 * recurses in, with the figures of those calls alone. What is small is folded into one line.
 */
#include <stdlib.h>

#include "banner.h"
#include "commands.h"
#include "error.h"
#include "format.h"
#include "metric.h"
#include "rows.h"
#include "terminal.h"
#include "tolerance.h"

struct tree {
	char *metric_name; /* NULL: the default's */
	char *fold_text;
	double fold; /* of the whole */
	const struct view *view;
	const struct model *model;
	const struct metric *metric;
	struct table *table;
	int64_t *inclusive; /* of the metric, by path */
	uint32_t *child, *next;
	double threshold;
	int depth;
};

static void link_children(struct tree *t)
{
	uint32_t n = t->model->path_count;

	t->child = g_new(uint32_t, n);
	t->next = g_new(uint32_t, n);
	for (uint32_t i = 0; i < n; i++)
		t->child[i] = t->next[i] = NO_INDEX;
	for (uint32_t i = n - 1; i > 0; i--) {
		uint32_t parent = model_path(t->model, i)->parent;

		if (t->child[i] == NO_INDEX && !model_path_is_there(model_path(t->model, i)))
			continue;
		t->next[i] = t->child[parent];
		t->child[parent] = i;
	}
}

static int64_t own_total(const struct tree *t, uint32_t path)
{
	return model_path(t->model, path)->nested ? metric_of_path(t->metric, t->model, path)
											  : t->inclusive[path];
}

static gint larger_first(gconstpointer a, gconstpointer b, gpointer data)
{
	const struct tree *t = data;
	uint32_t i = *(const uint32_t *)a, j = *(const uint32_t *)b;
	int64_t x = own_total(t, i), y = own_total(t, j);

	if (x != y)
		return x > y ? -1 : 1;
	return i < j ? -1 : i > j;
}

static void *add_line(struct tree *t, void *parent, const struct path *path, int64_t value,
					  char *name)
{
	const struct view *view = t->view;
	double whole = (double)t->inclusive[0];
	struct inclusive total = {0};
	void *line = table_line(t->table, parent);

	if (path)
		total = path->nested ? model_path_alone(path) : *path->total;
	table_cell(t->table, format_percent((double)value, whole), TABLE_PLAIN);
	table_cell(t->table, path ? format_count(path->v[FIG_CALLS]) : g_strdup(""), TABLE_PLAIN);
	table_cell(t->table, path ? format_seconds(total.ns) : g_strdup(""), TABLE_PLAIN);
	table_cell(t->table, path ? format_size(total.alloc_bytes, view->exact) : g_strdup(""),
			   TABLE_PLAIN);
	table_cell(t->table, path ? format_count(total.allocs) : g_strdup(""), TABLE_PLAIN);
	table_cell(t->table, path ? format_size(path->v[FIG_PEAK_BYTES], view->exact) : g_strdup(""),
			   TABLE_PLAIN);
	table_cell(t->table, name, value > whole / 2 && t->view ? TABLE_HOT : TABLE_PLAIN);
	return line;
}

static char *path_name(const struct tree *t, const struct path *path)
{
	g_autofree char *name = function_stdname(model_function(t->model, path->function));
	g_autofree char *caller = NULL;

	if (!path->nested)
		return g_steal_pointer(&name);
	caller = function_stdname(model_function(t->model, path->caller_function));
	return g_strdup_printf("%s again, from %s", name, caller);
}

static GArray *children(const struct tree *t, uint32_t parent)
{
	GArray *list = g_array_new(FALSE, FALSE, sizeof(uint32_t));

	for (uint32_t i = t->child[parent]; i != NO_INDEX; i = t->next[i])
		g_array_append_val(list, i);
	g_array_sort_with_data(list, larger_first, (gpointer)t);
	return list;
}

/* Of the whole: as a percentage it is not 0.0. */
static const double VISIBLE = 0.0005;

/* Depth is bounded by --depth, which is at most 1000: smartcols recurses as well. */
static void add_path(struct tree *t, void *parent, uint32_t index, int depth)
{
	const struct path *path = model_path(t->model, index);
	void *line = add_line(t, parent, path, own_total(t, index), path_name(t, path));
	GArray *list = children(t, index);
	int64_t folded = 0;
	guint shown = 0;

	for (; shown < list->len && depth < t->depth; shown++) {
		uint32_t child = g_array_index(list, uint32_t, shown);

		if ((double)own_total(t, child) < t->threshold)
			break;
		add_path(t, line, child, depth + 1);
	}
	for (guint i = shown; i < list->len; i++)
		folded += own_total(t, g_array_index(list, uint32_t, i));
	if ((double)folded >= VISIBLE * (double)t->inclusive[0] && folded)
		add_line(t, line, NULL, folded, g_strdup_printf("%u more below", list->len - shown));
	g_array_free(list, TRUE);
}

static int print_tree(struct view *view, const struct model *model, void *own)
{
	struct tree *t = own;
	static const char *const headings[] = {"calls", "time", "alloc", "allocs", "peak"};
	static const struct rows_spare spare[] = {{"calls", 1}, {"allocs", 4}, {NULL, 0}};
	g_autofree char *first = g_strdup_printf("  %s%%", t->metric->name);
	g_autofree char *order =
		g_strdup_printf("Ordered by: %s, of each path with all below it; below %g %% folded",
						t->metric->name, 100 * t->fold);

	t->view = view;
	t->model = model;
	banner_print(t->model, t->view->exact, stdout);
	terminal_print(order, stdout);
	putchar('\n');
	t->table = table_new(stdout, terminal_color(t->view->color));
	table_column(t->table, first, TABLE_RIGHT);
	for (size_t i = 0; i < G_N_ELEMENTS(headings); i++)
		table_column(t->table, headings[i], TABLE_RIGHT);
	table_column(t->table, "filename:lineno(function)", TABLE_TREE);
	t->inclusive = metric_inclusive(t->metric, t->model);
	t->threshold = t->fold * (double)t->inclusive[0];
	link_children(t);
	add_path(t, NULL, 0, 0);
	rows_print_fixed(t->table, spare);
	putchar('\n');
	trust_print(t->model, t->view->exact, stdout);
	table_free(t->table);
	g_free(t->inclusive);
	g_free(t->child);
	g_free(t->next);
	return EXIT_KEPT;
}

static bool check(void *own, GError **error)
{
	struct tree *t = own;

	t->metric = metric_find(t->metric_name ? t->metric_name : "alloc", error);
	if (!t->metric)
		return false;
	if (!share_parse("--fold", t->fold_text, &t->fold, error))
		return false;
	if (t->depth < 0 || t->depth > 1000)
		return fail_usage(error, "--depth: it is %d when it should be from 0 to 1000", t->depth);
	return true;
}

int command_tree(int argc, char **argv)
{
	static const struct view_steps steps = {check, print_tree};
	struct tree tree = {.fold = 0.01, .depth = 100};
	const GOptionEntry own[] = {
		{"metric", 'm', 0, G_OPTION_ARG_STRING, &tree.metric_name, METRIC_NAMES " (default: alloc)",
		 "METRIC"},
		{"fold", 0, 0, G_OPTION_ARG_STRING, &tree.fold_text, "Fold paths below this share (1%)",
		 "PERCENT"},
		{"depth", 0, 0, G_OPTION_ARG_INT, &tree.depth, "No deeper than N (default: 100)", "N"},
		{0},
	};
	const struct view_usage usage = {
		.arguments = "[PROFILE…]",
		.about = "The call paths, each with what it and all below it took and allocated.",
		.example = "Example: where did what was live at the peak come from?\n"
				   "  memreport tree --metric atpeak --fold 5 profile.out",
		.sort = "peak",
		.own = own,
		.threads = true,
	};
	int status = view_command(argc, argv, &usage, &steps, &tree);

	g_free(tree.metric_name);
	g_free(tree.fold_text);
	return status;
}
