/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* memreport selection: what the lines of lists matched in the whole program, which of them may go,
 * and which functions were instrumented. */
#include "banner.h"
#include "choices.h"
#include "commands.h"
#include "error.h"
#include "format.h"
#include "memfn/abi.h"
#include "rows.h"
#include "terminal.h"

static void print_lines(const struct view *view, const GPtrArray *choices)
{
	static const struct rows_spare spare[] = {{"decided", 1}, {NULL, 0}};
	struct table *table = table_new(stdout, terminal_color(view->color));

	table_column(table, "    matched", TABLE_RIGHT);
	table_column(table, "decided", TABLE_RIGHT);
	table_column(table, "section", TABLE_LEFT);
	table_column(table, "line of a list", TABLE_LEFT);
	for (guint i = 0; i < choices->len; i++) {
		const struct choice *choice = choices->pdata[i];

		table_line(table, NULL);
		table_cell(table, choice->matched ? format_count(choice->matched) : g_strdup("nothing"),
				   choice->matched ? TABLE_PLAIN : TABLE_HOT);
		table_cell(table, format_count(choice->decided), TABLE_PLAIN);
		table_cell(table, g_strdup(choice_section(choice)), TABLE_PLAIN);
		table_cell(table, choice_name(choice), TABLE_PLAIN);
	}
	rows_print_fixed(table, spare);
	table_free(table);
}

static char *chosen_by(const GPtrArray *choices, const struct function *function)
{
	const struct choice *choice = choices_find(choices, function);

	if (choice)
		return choice_name(choice);
	if (function->flags & MEMFN_DESC_REGION)
		return g_strdup("a region of memfn.h");
	return g_strdup("an attribute, or --memfn-all");
}

static void print_functions(const struct view *view, const struct model *model, const GArray *rows,
							const GPtrArray *choices)
{
	struct table *table = table_new(stdout, terminal_color(view->color));

	rows_columns(view, table, true);
	table_column(table, "filename:lineno(function)", TABLE_LEFT);
	table_column(table, "chosen by", TABLE_LEFT);
	for (guint i = 0; i < rows->len; i++) {
		const struct row *row = &g_array_index(rows, struct row, i);

		table_line(table, NULL);
		rows_cells(view, model, table, row);
		table_cell(table, function_stdname(row->function), TABLE_PLAIN);
		table_cell(table, chosen_by(choices, row->function), TABLE_PLAIN);
	}
	rows_fit_and_print(view, table, (struct rows_place){0, 1}, stdout);
	table_free(table);
}

void selection_print(struct view *view, const struct model *model)
{
	g_autoptr(GPtrArray) choices = choices_sorted(model);
	g_autoptr(GArray) rows = view_rows(view, model);
	g_autofree char *functions = format_plural(rows->len, "function");

	banner_print(model, view->exact, stdout);
	if (choices->len) {
		puts("Functions of the program, as far as it was loaded, that lines of lists matched,\n"
			 "and those of them about which no later line decided:\n");
		print_lines(view, choices);
	} else {
		puts("No list had a say: functions were chosen by attributes or --memfn-all.");
	}
	printf("\n%s instrumented%s\n%s\n", functions, rows->len ? ":" : "", view->reduced->str);
	if (rows->len)
		print_functions(view, model, rows, choices);
	if (choices->len)
		putchar('\n');
	choices_print_idle(model, stdout);
}

static int print(struct view *view, const struct model *model, void *own)
{
	(void)own;
	view->uncalled = true;
	selection_print(view, model);
	return EXIT_KEPT;
}

int command_selection(int argc, char **argv)
{
	static const struct view_steps steps = {.print = print};
	static const struct view_usage usage = {
		.arguments = "[PROFILE…]",
		.about = "What the lines of --memfn-list and --memfn-calls matched in the whole "
				 "program, as far as it was loaded, and which functions were instrumented, "
				 "called or not.",
		.example = "Example: which functions of src/io were instrumented, and what for?\n"
				   "  memreport selection --filter 'file:src/io*' profile.out",
		.sort = "stdname",
		.columns = "ncalls",
	};

	return view_command(argc, argv, &usage, &steps, NULL);
}
