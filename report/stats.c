/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* memreport stats: one line a function, as pstats' print_stats. The default command. */
#include <string.h>

#include "banner.h"
#include "commands.h"
#include "error.h"
#include "table.h"
#include "view.h"

static const char *const default_columns[] = {"ncalls", "tottime", "cumtime", "alloc", "cumalloc",
											  "allocs", "peak",    "kept",    "leaked"};

static void print_order(const struct view *view, FILE *stream)
{
	fputs("Ordered by: ", stream);
	for (guint i = 0; i < view->sort->len; i++) {
		const struct column *column = view->sort->pdata[i];

		fprintf(stream, "%s%s", i ? ", " : "", column->name);
	}
	fputs("\n\n", stream);
}

static void print_rows(const struct view *view, const GArray *rows, FILE *stream)
{
	const struct column *shown[G_N_ELEMENTS(default_columns) + 1];
	size_t count = 0;
	struct table *table = table_new(stream);

	for (; count < G_N_ELEMENTS(default_columns); count++) {
		shown[count] = column_find(default_columns[count], NULL);
		/* At least as wide as pstats' first column, and set in by two. */
		table_column(table, count ? shown[count]->heading : "     ncalls", true);
	}
	shown[count++] = column_find("stdname", NULL);
	table_column(table, shown[count - 1]->heading, false);
	for (guint i = 0; i < rows->len; i++) {
		table_line(table);
		for (size_t j = 0; j < count; j++)
			table_cell(table,
					   column_cell(shown[j], &g_array_index(rows, struct row, i), view->exact));
	}
	table_print(table);
	table_free(table);
}

int command_stats(int argc, char **argv)
{
	struct view view;
	GError *error = NULL;
	struct model *model;
	GArray *rows;
	int status = EXIT_KEPT;

	view_init(&view);
	if (!view_parse(&view, argc, argv, NULL, "[PROFILE...]",
					"One line a function: its calls, time and memory.", &error)) {
		status = error_report(NULL, error);
		goto out;
	}
	model = view_load(&view, &status);
	if (!model)
		goto out;
	rows = view_rows(&view, model);
	banner_print(model, view.exact, stdout);
	print_order(&view, stdout);
	print_rows(&view, rows, stdout);
	putchar('\n');
	trust_print(model, view.exact, stdout);
	g_array_free(rows, TRUE);
	model_free(model);
out:
	view_clear(&view);
	return status;
}
