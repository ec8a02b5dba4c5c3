/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* memreport callers and callees: who called each function, and whom it called, as pstats'
 * print_callers and print_callees. The figures are those of the edge between the two. */
#include "banner.h"
#include "commands.h"
#include "edges.h"
#include "error.h"
#include "rows.h"
#include "terminal.h"

enum direction { CALLERS, CALLEES };

/* Of other threads, or of after the snapshot that is shown. */
static bool has_nothing(const struct edge *edge)
{
	static const enum figure figures[] = {FIG_CALLS,        FIG_OPEN_CALLS, FIG_ALLOCS,
										  FIG_TOTAL_ALLOCS, FIG_FREES,      FIG_TOTAL_FREES};

	for (size_t i = 0; i < G_N_ELEMENTS(figures); i++)
		if (edge->v[figures[i]])
			return false;
	return true;
}

/* The edges of each function, as rows that the other end names. */
static GArray **edge_rows(const struct model *model, const struct edges *edges,
						  enum direction direction)
{
	GArray **rows = g_new(GArray *, model->functions->len);

	for (guint i = 0; i < model->functions->len; i++)
		rows[i] = g_array_new(FALSE, FALSE, sizeof(struct row));
	for (uint32_t i = 0; i < edges->count; i++) {
		const struct edge *edge = &edges->edge[i];
		uint32_t mine = direction == CALLERS ? edge->function : edge->caller;
		uint32_t other = direction == CALLERS ? edge->caller : edge->function;
		struct row row = {model_function(model, other), edge->v};

		if (!has_nothing(edge))
			g_array_append_val(rows[mine], row);
	}
	return rows;
}

static void print_function(const struct view *view, const struct model *model, GArray *rows,
						   const struct function *function, enum direction direction,
						   struct table *table)
{
	view_sort(view, rows);
	for (guint i = 0; i < MAX(rows->len, 1); i++) {
		table_line(table, NULL);
		table_cell(table, i ? g_strdup("") : function_stdname(function), TABLE_PLAIN);
		table_cell(table, g_strdup(i ? "" : direction == CALLERS ? "<-" : "->"), TABLE_PLAIN);
		if (i >= rows->len)
			continue;
		rows_cells(view, model, table, &g_array_index(rows, struct row, i));
		table_cell(table, function_stdname(g_array_index(rows, struct row, i).function),
				   TABLE_PLAIN);
	}
}

static void print(struct view *view, const struct model *model, enum direction direction,
				  FILE *stream)
{
	GArray *functions = view_rows(view, model);
	struct edges *edges = edges_new(model);
	GArray **rows = edge_rows(model, edges, direction);
	struct table *table = table_new(stream, terminal_color(view->color));

	banner_print(model, view->exact, stream);
	view_print_order(view, stream);
	table_column(table, "function", TABLE_LEFT);
	table_column(table, "", TABLE_LEFT);
	rows_columns(view, table, false);
	table_column(table, direction == CALLERS ? "was called by" : "called", TABLE_LEFT);
	for (guint i = 0; i < functions->len; i++) {
		const struct function *function = g_array_index(functions, struct row, i).function;

		print_function(view, model, rows[function->index], function, direction, table);
	}
	rows_fit_and_print(view, table, (struct rows_place){2, 1}, stream);
	table_free(table);
	for (guint i = 0; i < model->functions->len; i++)
		g_array_free(rows[i], TRUE);
	g_free(rows);
	edges_free(edges);
	g_array_free(functions, TRUE);
}

void callers_print(struct view *view, const struct model *model, FILE *stream)
{
	print(view, model, CALLERS, stream);
}

void callees_print(struct view *view, const struct model *model, FILE *stream)
{
	print(view, model, CALLEES, stream);
}

static int print_command(struct view *view, const struct model *model, void *direction)
{
	print(view, model, *(enum direction *)direction, stdout);
	putchar('\n');
	trust_print(model, view->exact, stdout);
	return EXIT_KEPT;
}

static const struct view_steps steps = {.print = print_command};

int command_callers(int argc, char **argv)
{
	static const struct view_usage usage = {
		.arguments = "[PROFILE…]",
		.about = "Who called each function, and what the calls from there took and allocated.",
		.example = "Example: who calls xmalloc most?\n"
				   "  memreport callers --only xmalloc --sort ncalls profile.out",
		.sort = "peak",
		.columns = "ncalls,tottime,cumtime,alloc,cumalloc,peak",
	};
	enum direction direction = CALLERS;

	return view_command(argc, argv, &usage, &steps, &direction);
}

int command_callees(int argc, char **argv)
{
	static const struct view_usage usage = {
		.arguments = "[PROFILE…]",
		.about = "Whom each function called, and what those calls took and allocated.",
		.example = "Example: where do parse_node's allocations come from?\n"
				   "  memreport callees --only parse_node --sort cumalloc profile.out",
		.sort = "peak",
		.columns = "ncalls,tottime,cumtime,alloc,cumalloc,peak",
	};
	enum direction direction = CALLEES;

	return view_command(argc, argv, &usage, &steps, &direction);
}
