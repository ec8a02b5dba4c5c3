/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Cells from figures. */
#include "rows.h"

#include "format.h"
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
static const char *const expendable[] = {"kept",    "allocs", "cumalloc",
										 "tottime", "leaked", "alloc"};

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
		g_string_append_printf(left_out, "%s%s", left_out->len ? ", " : "", name);
	}
}

/* Those in front of each file:line(function). */
static char *without_folders(const char *cell)
{
	static GRegex *regex;

	if (!regex)
		regex = g_regex_new("(^|, from )[^(]*/(?=[^/(]*:[0-9]+\\()", G_REGEX_OPTIMIZE, 0, NULL);
	return g_regex_replace(regex, cell, -1, 0, "\\1", 0, NULL);
}

void rows_print_lines(const GPtrArray *lines)
{
	size_t width = terminal_width();
	bool fit = true;

	for (guint i = 0; i < lines->len && width; i++)
		fit &= (size_t)g_utf8_strlen(lines->pdata[i], -1) <= width;
	for (guint i = 0; i < lines->len; i++) {
		const char *line = lines->pdata[i], *name = g_strrstr(line, "  ");
		g_autofree char *plain = fit ? g_strdup(name) : without_folders(name + 2);

		printf("%.*s%s%s\n", (int)(name - line), line, fit ? "" : "  ", plain);
	}
}

bool rows_fit_folders(struct table *table, FILE *stream)
{
	size_t width = stream == stdout ? terminal_width() : 0, before = table_width(table);

	if (!width || before <= width)
		return false;
	table_shorten(table, without_folders);
	return table_width(table) < before;
}

void rows_fit_and_print(const struct view *view, struct table *table, struct rows_place place,
						FILE *stream)
{
	bool folders = rows_fit_folders(table, stream);
	g_autoptr(GString) left_out = g_string_new(folders ? "folders" : NULL);
	size_t width = stream == stdout && !view->columns_given ? terminal_width() : 0;

	for (size_t i = 0; i < G_N_ELEMENTS(expendable) && width && table_width(table) > width; i++)
		leave_out(view, table, place, expendable[i], left_out);
	table_print(table);
	if (!left_out->len)
		return;
	g_string_prepend(left_out, "Too narrow for ");
	g_string_append(left_out, view->columns_given
								  ? ": use a wider terminal."
								  : ": choose with --columns, or use a wider terminal.");
	fputc('\n', stream);
	terminal_print(left_out->str, stream);
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
