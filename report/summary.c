/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* memreport summary: what a run needed in all, and which functions stand out, on one screen. */
#include "banner.h"
#include "commands.h"
#include "error.h"
#include "format.h"
#include "rows.h"
#include "terminal.h"

static void print_top(struct view *view, const struct model *model, const char *title,
					  const char *sort)
{
	g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func(g_free);
	const struct column *column = column_find(sort, NULL);
	GArray *rows;

	g_ptr_array_set_size(view->sort, 0);
	view_set_sort(view, sort, NULL);
	rows = view_rows(view, model);
	printf("\n%s\n", title);
	for (guint i = 0; i < rows->len && lines->len < (guint)MIN(view->limit, 5); i++) {
		const struct row *row = &g_array_index(rows, struct row, i);
		g_autofree char *cell = column_cell(column, row, view->exact);
		g_autofree char *name = function_stdname(row->function);
		g_autofree char *share =
			format_percent((double)row->v[column->figure], column_whole(column, model));

		if (!row->function->pseudo && row->v[column->figure] > 0)
			g_ptr_array_add(lines, g_strdup_printf("  %10s %5s %%  %s", cell, share, name));
	}
	if (!lines->len)
		puts("  none of the functions watched");
	rows_print_lines(lines);
	g_array_free(rows, TRUE);
}

static void print_rates(const struct model *model, bool exact)
{
	const struct totals *t = &model->totals;
	int64_t temporary = 0;
	g_autofree char *average = format_size(t->allocs ? t->alloc_bytes / t->allocs : 0, exact);
	g_autofree char *share = NULL;
	g_autofree char *rate =
		format_count(t->wall_ns ? format_whole((double)t->allocs * 1e9 / (double)t->wall_ns) : 0);

	for (guint i = 0; i < model->functions->len; i++)
		temporary += model_function(model, i)->v[FIG_TEMP_ALLOCS];
	share = format_percent((double)temporary, (double)t->allocs);
	g_autofree char *line = g_strdup_printf(
		"  %s an allocation, %s allocations a second, %s %% of them freed before the next", average,
		rate, share);
	terminal_print(line, stdout);
}

static int print(struct view *view, const struct model *model, void *own)
{
	(void)own;
	banner_print(model, view->exact, stdout);
	print_rates(model, view->exact);
	print_top(view, model, "Most memory needed by one call (peak):", "peak");
	if (!model->rewound)
		print_top(view, model, "Most live of their own at the process's peak (atpeak):", "atpeak");
	print_top(view, model, "Most bytes allocated by themselves (alloc):", "alloc");
	print_top(view, model, "Most time in themselves (tottime):", "tottime");
	print_top(view, model,
			  model_is_over(model) ? "Never freed (leaked):"
			  : model->rewound     ? "Live then (leaked):"
								   : "Live now (leaked):",
			  "leaked");
	putchar('\n');
	trust_print(model, view->exact, stdout);
	advice_print(model, stdout);
	return EXIT_KEPT;
}

int command_summary(int argc, char **argv)
{
	static const struct view_steps steps = {.print = print};
	static const struct view_usage usage = {
		.arguments = "[PROFILE…]",
		.about = "The run's totals, and the functions that stand out, on one screen.",
		.example = "Example:\n  memreport summary profile.out",
		.sort = "peak",
		.without = "color",
	};

	return view_command(argc, argv, &usage, &steps, NULL);
}
