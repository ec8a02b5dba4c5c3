/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/*
 * memreport sizes: how large allocations are, by powers of two; of the functions that the options
 * choose together, or of each by itself. Recorded with MEMFN_OPTIONS=sizes=1.
 */
#include <inttypes.h>
#include <string.h>

#include "banner.h"
#include "commands.h"
#include "error.h"
#include "format.h"
#include "rows.h"
#include "terminal.h"
#include "text.h"

enum { BAR = 30, UNIT_CLASSES = 10 };

static void add_sizes(struct sizes *sum, const struct sizes *sizes)
{
	for (int i = 0; sizes && i < MEMFN_SIZE_CLASSES; i++) {
		sum->allocs[i] += sizes->allocs[i];
		sum->alloc_bytes[i] += sizes->alloc_bytes[i];
	}
}

static int64_t sum_of(const int64_t *classes)
{
	int64_t sum = 0;

	for (int i = 0; i < MEMFN_SIZE_CLASSES; i++)
		sum += classes[i];
	return sum;
}

/* 0 B, 1 B, 2-3 B, ..., 512-1023 B, 1-2 KiB: there, what is 2 KiB belongs to the next class. */
static char *class_name(int class, bool exact)
{
	static const char *const units[] = {"B", "KiB", "MiB", "GiB"};
	int64_t first = class ? (int64_t)1 << (class - 1) : 0;
	int unit = exact || class <= UNIT_CLASSES ? 0 : (class - 1) / UNIT_CLASSES;

	if (class == MEMFN_SIZE_CLASSES - 1)
		return g_strdup_printf("%" PRId64 " %s up", first >> unit * UNIT_CLASSES, units[unit]);
	if (class < 2)
		return g_strdup_printf("%d B", class);
	first >>= unit * UNIT_CLASSES;
	return g_strdup_printf("%" PRId64 "-%" PRId64 " %s", first, unit ? first * 2 : first * 2 - 1,
						   units[unit]);
}

static void print_class(struct table *table, const struct sizes *sizes, int class, int64_t highest,
						bool exact)
{
	double all = (double)sum_of(sizes->allocs), bytes = (double)sum_of(sizes->alloc_bytes);
	int64_t allocs = sizes->allocs[class];
	int bar = (int)((double)allocs / (double)highest * BAR + 0.5);

	table_line(table, NULL);
	table_cell(table, class_name(class, exact), TABLE_PLAIN);
	table_cell(table, format_count(allocs), TABLE_PLAIN);
	table_cell(table, format_percent((double)allocs, all), TABLE_PLAIN);
	table_cell(table, format_size(sizes->alloc_bytes[class], exact), TABLE_PLAIN);
	table_cell(table, format_percent((double)sizes->alloc_bytes[class], bytes), TABLE_PLAIN);
	table_cell(table, g_strnfill((gsize)(bar ? bar : allocs > 0), '#'), TABLE_PLAIN);
}

static void print_histogram(const struct view *view, const struct sizes *sizes)
{
	static const char *const headings[] = {"size", "allocs", "%", "bytes", "%"};
	struct table *table = table_new(stdout, terminal_color(view->color));
	int first = 0, last = MEMFN_SIZE_CLASSES - 1;
	int64_t highest = 1;

	for (size_t i = 0; i < G_N_ELEMENTS(headings); i++)
		table_column(table, headings[i], TABLE_RIGHT);
	table_column(table, "", TABLE_LEFT);
	while (first < last && !sizes->allocs[first])
		first++;
	while (last > first && !sizes->allocs[last])
		last--;
	for (int i = first; i <= last; i++)
		highest = MAX(highest, sizes->allocs[i]);
	for (int i = first; i <= last; i++)
		print_class(table, sizes, i, highest, view->exact);
	table_print(table);
	table_free(table);
}

static char *totals_text(const struct sizes *sizes, bool exact)
{
	int64_t allocs = sum_of(sizes->allocs), bytes = sum_of(sizes->alloc_bytes);
	g_autofree char *count = format_plural(allocs, "allocation");
	g_autofree char *size = format_size(bytes, exact);
	g_autofree char *mean = format_size(allocs ? bytes / allocs : 0, exact);

	return g_strdup_printf("%s, %s, %s each on average", count, size, mean);
}

static void print_each(const struct view *view, const GArray *rows)
{
	for (guint i = 0; i < rows->len; i++) {
		const struct function *f = g_array_index(rows, struct row, i).function;
		g_autofree char *name = text_printable(f->name);
		g_autofree char *file = text_printable(f->file);

		if (!f->sizes || !sum_of(f->sizes->allocs))
			continue;
		g_autofree char *totals = totals_text(f->sizes, view->exact);
		g_autofree char *whole = g_strdup_printf("%s:%" PRIu32 "(%s)", file, f->line, name);
		g_autofree char *fit = rows_fit_name(whole, strlen(totals) + 2);

		printf("\n%s: %s\n", fit, totals);
		print_histogram(view, f->sizes);
	}
}

static void print_together(const struct view *view, const GArray *rows)
{
	struct sizes sum = {{0}, {0}};

	for (guint i = 0; i < rows->len; i++)
		add_sizes(&sum, g_array_index(rows, struct row, i).function->sizes);
	g_autofree char *totals = totals_text(&sum, view->exact);

	printf("\n%s\n", totals);
	if (sum_of(sum.allocs))
		print_histogram(view, &sum);
}

static bool is_by_function(const char *by)
{
	return !g_strcmp0(by, "function");
}

static bool check_by(void *by, GError **error)
{
	const char *what = *(char **)by;

	if (what && strcmp(what, "process") && !is_by_function(what))
		return fail_usage(error, "--by %s: not one of process function", what);
	return true;
}

static int print(struct view *view, const struct model *model, void *by)
{
	GArray *rows;

	if (!(model->trust.flags & MEMFN_HEADER_SIZES)) {
		const char *why = model_beside_missing(model);
		g_autofree char *what = g_strconcat(
			"sizes: ", why ? why : "not recorded: run the program with MEMFN_OPTIONS=sizes=1",
			NULL);

		return view_not_recorded(view, what);
	}
	rows = view_rows(view, model);
	banner_print(model, view->exact, stdout);
	if (is_by_function(*(char **)by))
		print_each(view, rows);
	else
		print_together(view, rows);
	putchar('\n');
	trust_print(model, view->exact, stdout);
	g_array_free(rows, TRUE);
	return EXIT_KEPT;
}

int command_sizes(int argc, char **argv)
{
	static const struct view_steps steps = {check_by, print};
	g_autofree char *by = NULL;
	const GOptionEntry own[] = {
		{"by", 0, 0, G_OPTION_ARG_STRING, &by,
		 "process: all chosen functions together; function: each by itself", "WHAT"},
		{0},
	};
	const struct view_usage usage = {
		.arguments = "[PROFILE…]",
		.about = "How large allocations were, by powers of two: of the whole process, or of the "
				 "functions chosen. The program is to run with MEMFN_OPTIONS=sizes=1.",
		.example = "Example:\n  memreport sizes --by function profile.out",
		.sort = "allocs",
		.without = "snapshot compensate",
		.own = own,
	};

	return view_command(argc, argv, &usage, &steps, &by);
}
