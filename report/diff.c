/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/*
 * memreport diff OLD NEW: what changed between two runs, the largest change first. Times differ
 * from run to run: they are shown, but make two runs different only where they are what is sorted
 * by. Exit status as diff(1): 0 the same, 1 changed, 2 trouble.
 *
 * Of snapshots, what was live is compared instead: live_diff.c.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "banner.h"
#include "commands.h"
#include "error.h"
#include "format.h"
#include "live_diff.h"
#include "moment.h"
#include "pairs.h"
#include "rows.h"
#include "select.h"
#include "terminal.h"
#include "tolerance.h"

struct diff {
	struct view view;
	enum pair_by by;
	double tolerance;
	bool of_live;
	struct live_diff live; /* of_live: by what, and in which style */
};

static bool is_time(enum figure figure)
{
	return figure == FIG_SELF_NS || figure == FIG_TOTAL_NS || figure == FIG_MIN_NS ||
		   figure == FIG_MAX_NS;
}

static bool differs(const struct diff *diff, const struct pair *pair, enum figure figure)
{
	return tolerance_exceeded(pair_old(pair, figure), pair_new(pair, figure), diff->tolerance);
}

static bool has_changed(const struct diff *diff, const struct pair *pair)
{
	for (int i = 0; i < FIG_COUNT; i++)
		if (!is_time((enum figure)i) && differs(diff, pair, (enum figure)i))
			return true;
	for (guint i = 0; i < diff->view.sort->len; i++) {
		const struct column *column = diff->view.sort->pdata[i];

		if (!column_is_text(column) && is_time(column->figure) &&
			differs(diff, pair, column->figure))
			return true;
	}
	return false;
}

static int64_t change(const struct pair *pair, enum figure figure)
{
	return (int64_t)((uint64_t)pair_new(pair, figure) - (uint64_t)pair_old(pair, figure));
}

static gint larger_change_first(gconstpointer a, gconstpointer b, gpointer data)
{
	const struct view *view = data;
	const struct pair *x = a, *y = b;
	struct row p = {x->function, NULL}, q = {y->function, NULL};
	int order = 0;

	for (guint i = 0; i < view->sort->len && !order; i++) {
		const struct column *column = view->sort->pdata[i];

		if (column_is_text(column)) {
			order = column_compare(column, &p, &q);
		} else {
			double s = fabs((double)change(x, column->figure));
			double t = fabs((double)change(y, column->figure));

			order = s > t ? -1 : s < t;
		}
	}
	if (!order)
		order = row_compare_place(&p, &q);
	if (!order)
		order = g_strcmp0(x->label, y->label);
	if (!order)
		order = (x->path > y->path) - (x->path < y->path);
	return view->reverse ? -order : order;
}

static char *pair_name(gconstpointer pair)
{
	return pair_label(pair);
}

static GArray *changed_pairs(const struct diff *diff, GArray *pairs)
{
	GArray *changed = g_array_new(FALSE, FALSE, sizeof(struct pair));

	for (guint i = 0; i < pairs->len; i++) {
		const struct pair *pair = &g_array_index(pairs, struct pair, i);

		if (has_changed(diff, pair) &&
			select_function(pair->function, diff->view.filter, diff->view.exclude))
			g_array_append_val(changed, *pair);
	}
	g_array_sort_with_data(changed, larger_change_first, (gpointer)&diff->view);
	for (char **only = diff->view.only; only && *only; only++)
		select_only(changed, pair_name, *only, diff->view.reduced);
	return changed;
}

/* A figure as its column shows it, with a sign where it is a change. */
static char *cell(const struct column *column, int64_t value, bool exact, bool sign)
{
	g_autofree char *text = column->kind == COLUMN_SIZE   ? format_size(value, exact)
							: column->kind == COLUMN_TIME ? format_seconds(value)
														  : format_count(value);

	if (!sign)
		return g_steal_pointer(&text);
	if (!value)
		return g_strdup("");
	return g_strdup_printf("%s%s", value > 0 ? "+" : "", text);
}

static char *relative(const struct pair *pair, enum figure figure)
{
	int64_t old = pair_old(pair, figure), delta = change(pair, figure);

	if (!pair_has_old(pair))
		return g_strdup("new");
	if (!pair_has_new(pair))
		return g_strdup("gone");
	if (!delta)
		return g_strdup("");
	return old ? g_strdup_printf("%+.1f%%", 100 * (double)delta / fabs((double)old))
			   : g_strdup("from 0");
}

static void print_pair(const struct view *view, const struct pair *pair, struct table *table)
{
	table_line(table, NULL);
	for (guint i = 0; i < view->columns->len; i++) {
		const struct column *column = g_array_index(view->columns, struct shown, i).column;
		int64_t delta = change(pair, column->figure);

		table_cell(table, cell(column, pair_new(pair, column->figure), view->exact, false),
				   TABLE_PLAIN);
		table_cell(table, cell(column, delta, view->exact, true),
				   delta > 0 ? TABLE_HOT : TABLE_PLAIN);
		if (!i)
			table_cell(table, relative(pair, column->figure), TABLE_PLAIN);
	}
	table_cell(table, pair_label(pair), TABLE_PLAIN);
}

static void print_pairs(const struct view *view, const GArray *pairs, const char *heading)
{
	struct table *table = table_new(stdout, terminal_color(view->color));
	guint shown = MIN(pairs->len, (guint)view->limit);

	for (guint i = 0; i < view->columns->len; i++) {
		const struct column *column = g_array_index(view->columns, struct shown, i).column;
		g_autofree char *first = g_strdup_printf(i ? "%s" : "%11s", column->heading);

		table_column(table, first, TABLE_RIGHT);
		table_column(table, "change", TABLE_RIGHT);
		if (!i)
			table_column(table, "", TABLE_RIGHT);
	}
	table_column(table, heading, TABLE_LEFT);
	for (guint i = 0; i < shown; i++)
		print_pair(view, &g_array_index(pairs, struct pair, i), table);
	rows_fit_and_print(view, table, (struct rows_place){1, 2}, stdout); /* the first is three */
	if (shown < pairs->len)
		printf("%u more: see --limit\n", pairs->len - shown);
	table_free(table);
}

/* Nobody reads a million paths, and a table keeps all its lines until its widths are known. */
static void set_limit(struct diff *diff)
{
	enum { READABLE = 1000 };

	if (diff->by == BY_PATH && diff->view.limit == G_MAXINT)
		diff->view.limit = READABLE;
}

static int compare(struct diff *diff, const struct model *old, const struct model *new)
{
	static const char *const headings[] = {"filename:lineno(function)",
										   "filename:lineno(function) type", "path"};
	GArray *pairs = pairs_new(old, new, diff->by);
	GArray *changed = changed_pairs(diff, pairs);
	int status = changed->len ? EXIT_FAILED : EXIT_KEPT;

	if (changed->len) {
		terminal_page();
		banner_print(old, diff->view.exact, stdout);
		banner_print(new, diff->view.exact, stdout);
		fputs("Changes, the largest first, by ", stdout);
		for (guint i = 0; i < diff->view.sort->len; i++)
			printf("%s%s", i ? ", " : "", ((const struct column *)diff->view.sort->pdata[i])->name);
		printf("\n%s\n", diff->view.reduced->str);
		print_pairs(&diff->view, changed, headings[diff->by]);
	}
	g_array_free(changed, TRUE);
	pairs_free(pairs);
	return status;
}

static bool parse_by(const char *text, enum pair_by *by, GError **error)
{
	static const char *const names[] = {"function", "line", "path"};

	for (size_t i = 0; text && i < G_N_ELEMENTS(names); i++)
		if (!strcmp(text, names[i])) {
			*by = (enum pair_by)i;
			return true;
		}
	return !text ||
		   fail_usage(error, "--by: it is %s when it should be function, line or path", text);
}

/* A table of runs; of snapshots, what was live, unless columns are asked for. */
static bool parse_style(struct diff *diff, const char *style, GError **error)
{
	const struct view *view = &diff->view;

	diff->of_live = moment_is_named(view) && !view->columns_given && !view->sort_given;
	if (style && !strcmp(style, "table"))
		diff->of_live = false;
	else if (style && !strcmp(style, "live"))
		diff->of_live = true;
	else if (style && !strcmp(style, "classic"))
		diff->of_live = diff->live.classic = true;
	else if (style)
		return fail_usage(error, "--style %s: not one of table live classic", style);
	return true;
}

static bool parse_whats(struct diff *diff, const char *by, const char *style, GError **error)
{
	if (!parse_style(diff, style, error))
		return false;
	diff->view.charges = diff->of_live;
	diff->live.view = &diff->view;
	if (diff->of_live && diff->view.only)
		return fail_usage(error, "--only: restricts a table: see --style=table");
	if (!diff->of_live)
		return parse_by(by, &diff->by, error);
	if (!grouping_set_by(&diff->live.by, by ? by : "line", error))
		return false;
	if (diff->live.classic && (diff->live.by.by_count > 1 || diff->live.by.by[0] > GROUP_FILE))
		return fail_usage(error, "--style classic: it shows lines or files only");
	return true;
}

/* A source line allocates, and no more. */
static void choose_for_lines(struct diff *diff)
{
	if (!diff->view.columns_given)
		view_set_columns(&diff->view, "alloc,allocs,leaked,ownpeak", NULL);
	if (!diff->view.sort_given) {
		g_ptr_array_set_size(diff->view.sort, 0);
		view_set_sort(&diff->view, "alloc", NULL);
	}
}

/* The first column is what is sorted by. */
static bool check_columns(struct diff *diff, GError **error)
{
	struct shown first = {NULL, false};
	GArray *columns = diff->view.columns;

	if (diff->by == BY_LINE)
		choose_for_lines(diff);
	first.column = diff->view.sort->pdata[0];
	for (guint i = 0; i < columns->len; i++)
		if (g_array_index(columns, struct shown, i).column == first.column)
			g_array_remove_index(columns, i--);
	if (!column_is_text(first.column))
		g_array_prepend_val(columns, first);
	for (guint i = 0; i < columns->len; i++) {
		const struct column *column = g_array_index(columns, struct shown, i).column;

		if (column_is_text(column) || column->kind == COLUMN_LINE ||
			column->kind == COLUMN_RATIO_SIZE || column->kind == COLUMN_RATIO_TIME)
			return fail_usage(error, "column %s: has no change to show", column->name);
	}
	if (g_strv_length(diff->view.profiles) != 2)
		return fail_usage(error,
						  "diff: %u profile%s when it should be two; PROFILE@A PROFILE@B are two "
						  "snapshots",
						  g_strv_length(diff->view.profiles),
						  g_strv_length(diff->view.profiles) == 1 ? "" : "s");
	return true;
}

static int compare_live(const struct diff *diff, const struct model *old, const struct model *new)
{
	terminal_page();
	return live_diff_print(&diff->live, old, new) ? EXIT_FAILED : EXIT_KEPT;
}

static int run(struct diff *diff)
{
	char *files[2][2] = {{diff->view.profiles[0], NULL}, {diff->view.profiles[1], NULL}};
	int status = EXIT_USAGE;
	struct model *old = view_load_files(&diff->view, files[0], &status);
	struct model *new = old ? view_load_files(&diff->view, files[1], &status) : NULL;

	set_limit(diff);
	if (!new)
		status = EXIT_USAGE;
	else
		status = diff->of_live ? compare_live(diff, old, new) : compare(diff, old, new);
	model_free(old);
	model_free(new);
	return status;
}

int command_diff(int argc, char **argv)
{
	g_autofree char *by = NULL, *tolerance = NULL, *style = NULL;
	const GOptionEntry own[] = {
		{"by", 0, 0, G_OPTION_ARG_STRING, &by,
		 "function (default), line or path; what was live as memreport lines", "WHAT"},
		{"style", 0, 0, G_OPTION_ARG_STRING, &style,
		 "table; live, as is usual for snapshots; classic: as tracemalloc has it", "STYLE"},
		{"tolerance", 't', 0, G_OPTION_ARG_STRING, &tolerance, "Changes up to so much are none",
		 "PERCENT"},
		{0},
	};
	const struct view_usage usage = {
		.arguments = "OLD NEW",
		.about = "What changed between two runs, the largest change first. Functions that moved "
				 "within their file are still the same. Exit status: 0 nothing, 1 something, 2 "
				 "trouble.",
		.example = "Examples: what needs more than yesterday; what came between two snapshots?\n"
				   "  memreport diff yesterday.out today.out\n"
				   "  memreport diff profile.out@before profile.out@after",
		.sort = "peak",
		.columns = "peak,alloc,allocs,ncalls,cumtime",
		.own = own,
	};
	struct diff diff = {.by = BY_FUNCTION};
	GError *error = NULL;
	int status;

	view_init(&diff.view);
	if (!view_parse(&diff.view, argc, argv, &usage, &error) ||
		!parse_whats(&diff, by, style, &error) ||
		!tolerance_parse(tolerance, &diff.tolerance, &error) || !check_columns(&diff, &error)) {
		error_report(NULL, error);
		status = EXIT_USAGE;
	} else {
		status = run(&diff);
	}
	view_clear(&diff.view);
	return status;
}
