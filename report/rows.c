/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Cells from figures. */
#include "rows.h"

#include <string.h>

#include "format.h"
#include "short_name.h"
#include "terminal.h"

static const struct shown *shown_at(const struct view *view, guint i)
{
	return &g_array_index(view->columns, struct shown, i);
}

void rows_columns(const struct view *view, struct table *table, bool first)
{
	for (guint i = 0; i < view->columns->len; i++) {
		const struct shown *shown = shown_at(view, i);
		g_autofree char *heading =
			g_strdup_printf(shown->percent ? "%s%%" : "%s", shown->column->heading);
		g_autofree char *wide = g_strdup_printf("%11s", heading);

		table_column(table, first && !i ? wide : heading,
					 column_is_text(shown->column) ? TABLE_LEFT : TABLE_RIGHT);
	}
}

static enum table_color heat(double value, double whole)
{
	if (whole <= 0 || value < whole / 10)
		return TABLE_PLAIN;
	return value < whole / 2 ? TABLE_WARM : TABLE_HOT;
}

void rows_cells(const struct view *view, const struct model *model, struct table *table,
				const struct row *row)
{
	for (guint i = 0; i < view->columns->len; i++) {
		const struct shown *shown = shown_at(view, i);
		bool has_whole = column_has_whole(shown->column);
		double whole = has_whole ? column_whole(shown->column, model) : 0, value = 0;
		enum table_color color = TABLE_PLAIN;

		if (has_whole && column_value(shown->column, row, &value) && !row->function->pseudo)
			color = heat(value, whole);
		table_cell(table,
				   shown->percent ? format_percent(value, whole)
								  : column_cell(shown->column, row, view->exact),
				   color);
	}
}

/* What a narrow terminal can do without, the least telling first. */
static const char *const expendable[] = {"kept",  "allocs",  "cumalloc", "tottime", "leaked",
										 "alloc", "ownpeak", "cumtime",  "ncalls"};

static void append(GString *left_out, const char *what)
{
	g_string_append_printf(left_out, "%s%s", left_out->len ? ", " : "", what);
}

/* Never what the table is ordered by. */
static void leave_out(const struct view *view, struct table *table, struct rows_place place,
					  const char *name, GString *left_out)
{
	const struct column *column = column_find(name, NULL);

	if (g_ptr_array_find(view->sort, column, NULL))
		return;
	for (guint i = 0; i < view->columns->len; i++) {
		if (shown_at(view, i)->column != column)
			continue;
		for (size_t j = 0; j < place.each; j++)
			table_leave_out(table, place.offset + place.each * i + j);
		append(left_out, name);
	}
}

static const struct {
	table_shorter *shorter;
	const char *of;
} steps[] = {{short_name_folders, "folders"},
			 {short_name_parameters, "parameters"},
			 {short_name_inner, "template arguments"},
			 {short_name_templates, "template arguments"}};

static void shorten_names(struct table *table, size_t width, size_t wanted, GString *left_out)
{
	for (size_t i = 0; i < G_N_ELEMENTS(steps); i++) {
		size_t before = table_width(table);

		if (before <= width || (i && table_widest_name(table) <= wanted))
			break;
		table_shorten(table, steps[i].shorter, i ? wanted : 0);
		if (table_width(table) < before && !strstr(left_out->str, steps[i].of))
			append(left_out, steps[i].of);
	}
}

/* Unless figures alone are wider. */
static void cut_names(struct table *table, size_t width, GString *left_out)
{
	enum { LEAST = 16 }; /* what is shorter tells nothing */
	size_t room = table_room(table, width);

	if (table_width(table) <= width || !room)
		return;
	table_shorten(table, short_name_cut, MAX(room, (size_t)LEAST));
	g_string_prepend(left_out, left_out->len ? "whole names, " : "whole names");
}

/* Leaves out the i-th of the columns that a narrow terminal can do without, and adds its name to
 * `left_out`; false where there is none left. */
typedef bool leaver(void *data, size_t i, GString *left_out);

/* Makes a table `width` wide, as far as can be: without the folders of files, of long names without
 * the parameters of functions around others and the arguments of templates, without columns until
 * half of it is for names, and then with names that are cut. What is not there is added to
 * `left_out`. */
static void fit(struct table *table, size_t width, leaver *leave, void *data, GString *left_out)
{
	/* Where names are wider than that, room for figures matters more. */
	size_t wanted = table_names(table) > 1 ? width * 3 / 10 : width / 2;
	g_autoptr(GString) names = g_string_new(NULL);

	wanted = MAX(wanted, table_room(table, width));
	shorten_names(table, width, wanted, names);
	for (size_t i = 0; table_width(table) > width && table_room(table, width) < wanted; i++)
		if (!leave(data, i, left_out))
			break;
	/* Columns that went may have made more room than was wanted. */
	table_restore_names(table);
	g_string_truncate(names, 0);
	shorten_names(table, width, table_room(table, width), names);
	cut_names(table, width, names);
	if (names->len && left_out->len)
		append(names, left_out->str);
	if (names->len)
		g_string_assign(left_out, names->str);
}

char *rows_fit_name(const char *name, size_t others)
{
	enum { LEAST = 24 };
	size_t width = terminal_width(), columns = MAX(width, others + LEAST) - others;
	g_autofree char *fit = g_strdup(name);

	if (!width)
		return g_steal_pointer(&fit);
	for (size_t i = 0; i < G_N_ELEMENTS(steps); i++)
		if ((size_t)g_utf8_strlen(fit, -1) > columns) {
			g_autofree char *longer = fit;

			fit = steps[i].shorter(longer, columns);
		}
	return short_name_cut(fit, columns);
}

void rows_print_lines(const GPtrArray *lines)
{
	for (guint i = 0; i < lines->len; i++) {
		const char *line = lines->pdata[i], *name = g_strrstr(line, "  ") + 2;
		g_autofree char *fit_name = rows_fit_name(name, (size_t)g_utf8_strlen(line, name - line));

		printf("%.*s%s\n", (int)(name - line), line, fit_name);
	}
}

/* `advice` is behind what was left out; stdout alone is a terminal. */
static void fit_and_print(struct table *table, leaver *leave, void *data, const char *advice,
						  FILE *stream)
{
	g_autoptr(GString) left_out = g_string_new(NULL);
	size_t width = stream == stdout ? terminal_width() : 0;

	if (width)
		fit(table, width, leave, data, left_out);
	table_print(table);
	if (left_out->len) {
		g_string_prepend(left_out, "\nToo narrow for ");
		g_string_append(left_out, advice);
		terminal_print(left_out->str, stream);
	}
	if (width && table_width(table) > width)
		terminal_print("\nThe table is wider than this terminal: pipe it through less -S.", stream);
}

struct spares {
	struct table *table;
	const struct rows_spare *spare; /* the last has no name */
};

static bool leave_spare(void *data, size_t i, GString *left_out)
{
	const struct spares *s = data;

	if (!s->spare[i].name)
		return false;
	table_leave_out(s->table, s->spare[i].column);
	append(left_out, s->spare[i].name);
	return true;
}

void rows_print_fixed(struct table *table, const struct rows_spare *spare)
{
	struct spares spares = {table, spare};

	fit_and_print(table, leave_spare, &spares, ": use a wider terminal.", stdout);
}

struct columns {
	const struct view *view;
	struct table *table;
	struct rows_place place;
};

static bool leave_expendable(void *data, size_t i, GString *left_out)
{
	const struct columns *c = data;

	if (c->view->columns_given || i == G_N_ELEMENTS(expendable))
		return false;
	leave_out(c->view, c->table, c->place, expendable[i], left_out);
	return true;
}

void rows_fit_and_print(const struct view *view, struct table *table, struct rows_place place,
						FILE *stream)
{
	struct columns columns = {view, table, place};

	fit_and_print(table, leave_expendable, &columns,
				  view->columns_given ? ": use a wider terminal."
									  : ": choose with --columns, or use a wider terminal.",
				  stream);
}

void rows_print(const struct view *view, const struct model *model, const GArray *rows,
				FILE *stream)
{
	const struct column *name = column_find("stdname", NULL);
	struct table *table = table_new(stream, terminal_color(view->color));

	rows_columns(view, table, true);
	table_column(table, name->heading, TABLE_LEFT);
	for (guint i = 0; i < rows->len; i++) {
		const struct row *row = &g_array_index(rows, struct row, i);

		table_line(table, NULL);
		rows_cells(view, model, table, row);
		table_cell(table, column_cell(name, row, view->exact), TABLE_PLAIN);
	}
	rows_fit_and_print(view, table, (struct rows_place){0, 1}, stream);
	table_free(table);
}
