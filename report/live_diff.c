/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/*
 * tracemalloc's Snapshot.compare_to (Lib/tracemalloc.py): StatisticDiff's order, its wording, and
 * its units. Groups of the two models are the same where their names are: lines that moved are not.
 */
#include "live_diff.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "banner.h"
#include "format.h"
#include "select.h"
#include "source.h"
#include "terminal.h"

enum { USUAL_LIMIT = 10 };

struct change {
	char *name;
	const struct charge *first; /* of the newer where there are two */
	struct held old, new;
};

static void change_clear(gpointer data)
{
	g_free(((struct change *)data)->name);
}

/* --filter and --exclude choose functions here as they do in tables. */
static void choose_charges(const struct view *view, const struct model *model)
{
	guint kept = 0;

	for (guint i = 0; model->charges && i < model->charges->len; i++) {
		const struct charge *charge = &g_array_index(model->charges, struct charge, i);
		const struct path *path = model_path(model, charge->path);

		if (select_function(model_function(model, path->function), view->filter, view->exclude))
			g_array_index(model->charges, struct charge, kept++) = *charge;
	}
	if (model->charges)
		g_array_set_size(model->charges, kept);
}

static void add_groups(const struct live_diff *diff, const struct model *model, bool is_new,
					   GArray *changes, GHashTable *index)
{
	struct grouping grouping = diff->by;
	GArray *groups;

	grouping.model = model;
	grouping.order = ORDER_LIVE;
	choose_charges(diff->view, model);
	groups = group_charges(&grouping);
	for (guint i = 0; i < groups->len; i++) {
		const struct group *group = &g_array_index(groups, struct group, i);
		struct change fresh = {.name = group_name(&grouping, group)}, *change;
		guint at = GPOINTER_TO_UINT(g_hash_table_lookup(index, fresh.name));

		if (at) {
			g_free(fresh.name);
		} else {
			g_array_append_val(changes, fresh);
			at = changes->len;
			g_hash_table_insert(index, g_strdup(fresh.name), GUINT_TO_POINTER(at));
		}
		change = &g_array_index(changes, struct change, at - 1);
		change->first = group->first;
		*(is_new ? &change->new : &change->old) = group_held(group, ORDER_LIVE);
	}
	g_array_free(groups, TRUE);
}

static int64_t bytes_changed(const struct change *c)
{
	return c->new.bytes - c->old.bytes;
}

static int64_t blocks_changed(const struct change *c)
{
	return c->new.blocks - c->old.blocks;
}

static int descending(int64_t a, int64_t b)
{
	return a > b ? -1 : a < b;
}

static int compare_places(const struct change *a, const struct change *b)
{
	int order = strcmp(a->first->file, b->first->file);

	if (!order)
		order = -descending(a->first->line, b->first->line);
	return order ? order : strcmp(a->name, b->name);
}

static gint largest_first(gconstpointer a, gconstpointer b, gpointer data)
{
	const struct live_diff *diff = data;
	const struct change *x = a, *y = b;
	int order = descending(llabs(bytes_changed(x)), llabs(bytes_changed(y)));

	order = order ? order : descending(x->new.bytes, y->new.bytes);
	order = order ? order : descending(llabs(blocks_changed(x)), llabs(blocks_changed(y)));
	order = order ? order : descending(x->new.blocks, y->new.blocks);
	if (order)
		return order;
	return diff->classic ? compare_places(y, x) : compare_places(x, y);
}

static void add_held(struct change *sum, const struct change *c)
{
	sum->old.bytes += c->old.bytes;
	sum->old.blocks += c->old.blocks;
	sum->new.bytes += c->new.bytes;
	sum->new.blocks += c->new.blocks;
}

/* tracemalloc shows what stayed the same, too. */
static GArray *changes_new(const struct live_diff *diff, const struct model *old,
						   const struct model *new, struct change *total)
{
	GArray *changes = g_array_new(FALSE, TRUE, sizeof(struct change));
	g_autoptr(GHashTable) index = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	g_array_set_clear_func(changes, change_clear);
	add_groups(diff, old, false, changes, index);
	add_groups(diff, new, true, changes, index);
	for (guint i = 0; i < changes->len; i++) {
		const struct change *c = &g_array_index(changes, struct change, i);

		add_held(total, c);
		if (!diff->classic && !bytes_changed(c) && !blocks_changed(c))
			g_array_remove_index_fast(changes, i--);
	}
	g_array_sort_with_data(changes, largest_first, (gpointer)diff);
	return changes;
}

static char *size_text(const struct live_diff *diff, double size, bool sign)
{
	if (diff->view->exact && !diff->classic)
		return g_strdup_printf(sign ? "%+.0f B" : "%.0f B", size);
	return format_size_python(size, sign);
}

static void print_change(const struct live_diff *diff, const struct change *c)
{
	g_autofree char *size = size_text(diff, (double)c->new.bytes, false);
	g_autofree char *change = size_text(diff, (double)bytes_changed(c), true);
	double blocks = (double)c->new.blocks;
	bool of_file = diff->classic && diff->by.by[0] == GROUP_FILE;
	g_autofree char *average =
		size_text(diff, blocks != 0 ? (double)c->new.bytes / blocks : 0, false);

	g_autoptr(GString) out = g_string_new(c->name);

	g_string_append_printf(out, "%s: size=%s (%s), count=%.0f (%+.0f)", of_file ? ":0" : "", size,
						   change, blocks, (double)blocks_changed(c));
	if (c->new.blocks)
		g_string_append_printf(out, ", average=%s", average);
	if (diff->classic)
		puts(out->str);
	else
		terminal_print(out->str, stdout);
}

static void print_sums(const struct live_diff *diff, const GArray *changes, guint shown,
					   struct change *total)
{
	struct change other = {.name = g_strdup_printf("%u other", changes->len - shown)};

	for (guint i = shown; i < changes->len; i++)
		add_held(&other, &g_array_index(changes, struct change, i));
	if (shown < changes->len)
		print_change(diff, &other);
	total->name = g_strdup("Total");
	print_change(diff, total);
	change_clear(&other);
	change_clear(total);
}

static void print_plain(const struct live_diff *diff, const GArray *changes, guint shown,
						struct change *total)
{
	bool by_line = diff->by.by[0] == GROUP_LINE;
	struct source *source = source_beside(diff->view->profiles);
	g_autofree char *title = grouping_title(&diff->by);
	g_autofree char *what = g_ascii_strdown(title, -1);

	printf("Changes of what was live, the largest first, by %s\n\n", what);
	for (guint i = 0; i < shown; i++) {
		const struct change *c = &g_array_index(changes, struct change, i);
		g_autofree char *text = NULL;

		print_change(diff, c);
		if (by_line)
			text = source_line(source, c->first->file, c->first->line);
		if (text)
			terminal_print_cut("    ", text);
	}
	print_sums(diff, changes, shown, total);
	source_free(source);
}

guint live_diff_print(const struct live_diff *diff, const struct model *old,
					  const struct model *new)
{
	struct change total = {0};
	g_autoptr(GArray) changes = changes_new(diff, old, new, &total);
	guint limit = diff->view->limit == G_MAXINT ? USUAL_LIMIT : (guint)diff->view->limit;
	guint shown = MIN(changes->len, limit), differ = 0;

	for (guint i = 0; i < changes->len; i++) {
		const struct change *c = &g_array_index(changes, struct change, i);

		differ += bytes_changed(c) || blocks_changed(c);
	}
	if (diff->classic) {
		printf("[ Top %u differences ]\n", limit);
		for (guint i = 0; i < shown; i++)
			print_change(diff, &g_array_index(changes, struct change, i));
	} else if (differ) {
		banner_print(old, diff->view->exact, stdout);
		banner_print(new, diff->view->exact, stdout);
		print_plain(diff, changes, shown, &total);
	}
	return differ;
}
