/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* libsmartcols, set up as pstats' tables look: two spaces between columns, no frames. */
#include "table.h"

#include <glib.h>
#include <libsmartcols.h>

#include "terminal.h"

enum { GAP = 2 };

/* In characters; a column that is left out has no width. */
struct column {
	size_t width, heading;
	enum table_side side;
};

struct table {
	struct libscols_table *scols;
	struct libscols_line *line;
	GArray *columns;   /* of struct column */
	GHashTable *whole; /* cells that are shortened, as they were */
	size_t cell;       /* the next one of the line */
	bool color;
};

static struct column *column_at(const struct table *table, size_t i)
{
	return &g_array_index(table->columns, struct column, i);
}

/* libsmartcols fails for want of memory only, which GLib treats as the end, too. */
static void *must(void *pointer)
{
	if (!pointer)
		g_error("no memory for a table");
	return pointer;
}

struct table *table_new(FILE *stream, bool color)
{
	struct table *table = g_new0(struct table, 1);

	table->scols = must(scols_new_table());
	table->columns = g_array_new(FALSE, FALSE, sizeof(struct column));
	table->whole = g_hash_table_new_full(NULL, NULL, NULL, g_free);
	table->color = color;
	scols_table_set_stream(table->scols, stream);
	scols_table_set_column_separator(table->scols, "  ");
	scols_table_enable_nowrap(table->scols, 1);
	scols_table_enable_noencoding(table->scols, 1); /* text_printable has done it */
	scols_table_set_termforce(table->scols, SCOLS_TERMFORCE_NEVER);
	scols_table_enable_colors(table->scols, color);
	scols_table_enable_ascii(table->scols, stream == stdout && terminal_is_ascii());
	return table;
}

void table_free(struct table *table)
{
	scols_unref_table(table->scols);
	g_array_free(table->columns, TRUE);
	g_hash_table_unref(table->whole);
	g_free(table);
}

void table_column(struct table *table, const char *heading, enum table_side side)
{
	int flags = side == TABLE_RIGHT ? SCOLS_FL_RIGHT : side == TABLE_TREE ? SCOLS_FL_TREE : 0;
	struct libscols_column *drawn = must(scols_table_new_column(table->scols, heading, 0, flags));
	struct column column = {.heading = (size_t)g_utf8_strlen(heading, -1), .side = side};

	if (table->color)
		scols_cell_set_color(scols_column_get_header(drawn), "bold");
	column.width = column.heading;
	g_array_append_val(table->columns, column);
}

void *table_line(struct table *table, void *parent)
{
	table->line = must(scols_table_new_line(table->scols, parent));
	table->cell = 0;
	return table->line;
}

/* Of the lines of a tree before a cell. */
static size_t branch_width(const struct table *table, const struct libscols_line *line,
						   size_t column)
{
	size_t width = 0;

	if (column_at(table, column)->side == TABLE_TREE)
		while ((line = scols_line_get_parent(line)))
			width += 2;
	return width;
}

void table_cell(struct table *table, char *cell, enum table_color color)
{
	static const char *const colors[] = {NULL, "brown", "red"};
	struct column *column = column_at(table, table->cell);
	size_t width = branch_width(table, table->line, table->cell) + (size_t)g_utf8_strlen(cell, -1);

	scols_line_set_data(table->line, table->cell, cell);
	if (table->color && color)
		scols_cell_set_color(scols_line_get_cell(table->line, table->cell), colors[color]);
	column->width = MAX(column->width, width);
	table->cell++;
	g_free(cell);
}

/* With names of so many columns at most, as far as headings allow. */
static size_t width_with(const struct table *table, size_t names)
{
	size_t width = 0;

	for (guint i = 0; i < table->columns->len; i++) {
		const struct column *column = column_at(table, i);
		size_t most = column->side == TABLE_RIGHT ? G_MAXSIZE : MAX(names, column->heading);

		if (column->width)
			width += MIN(column->width, most) + (width ? GAP : 0);
	}
	return width;
}

size_t table_width(const struct table *table)
{
	return width_with(table, G_MAXSIZE);
}

size_t table_room(const struct table *table, size_t width)
{
	size_t room = width;

	while (room && width_with(table, room) > width)
		room--;
	return room;
}

size_t table_names(const struct table *table)
{
	size_t names = 0;

	for (guint i = 0; i < table->columns->len; i++)
		names += column_at(table, i)->side != TABLE_RIGHT && column_at(table, i)->heading;
	return names;
}

size_t table_widest_name(const struct table *table)
{
	size_t widest = 0;

	for (guint i = 0; i < table->columns->len; i++)
		if (column_at(table, i)->side != TABLE_RIGHT)
			widest = MAX(widest, column_at(table, i)->width);
	return widest;
}

static void shorten_column(struct table *table, size_t index, table_shorter *shorter, size_t room)
{
	struct column *column = column_at(table, index);

	column->width = column->heading;
	if (room)
		room = MAX(room, column->heading);
	for (size_t i = 0; i < scols_table_get_nlines(table->scols); i++) {
		struct libscols_line *line = scols_table_get_line(table->scols, i);
		const char *data = scols_cell_get_data(scols_line_get_cell(line, index));
		size_t branch = branch_width(table, line, index);
		size_t width = branch + (size_t)g_utf8_strlen(data ? data : "", -1);

		if (width > room) {
			g_autofree char *cell = shorter(data, room > branch ? room - branch : 1);

			width = branch + (size_t)g_utf8_strlen(cell, -1);
			if (!g_hash_table_contains(table->whole, scols_line_get_cell(line, index)))
				g_hash_table_insert(table->whole, scols_line_get_cell(line, index), g_strdup(data));
			scols_line_set_data(line, index, cell);
		}
		column->width = MAX(column->width, width);
	}
}

static void restore_column(struct table *table, size_t index)
{
	struct column *column = column_at(table, index);

	for (size_t i = 0; i < scols_table_get_nlines(table->scols); i++) {
		struct libscols_line *line = scols_table_get_line(table->scols, i);
		const char *whole = g_hash_table_lookup(table->whole, scols_line_get_cell(line, index));
		size_t width = branch_width(table, line, index);

		if (!whole)
			continue;
		scols_line_set_data(line, index, whole);
		column->width = MAX(column->width, width + (size_t)g_utf8_strlen(whole, -1));
	}
}

void table_restore_names(struct table *table)
{
	for (guint i = 0; i < table->columns->len; i++)
		if (column_at(table, i)->side != TABLE_RIGHT && column_at(table, i)->width)
			restore_column(table, i);
}

void table_shorten(struct table *table, table_shorter *shorter, size_t room)
{
	for (guint i = 0; i < table->columns->len; i++)
		if (column_at(table, i)->side != TABLE_RIGHT && column_at(table, i)->width)
			shorten_column(table, i, shorter, room);
}

void table_leave_out(struct table *table, size_t column)
{
	struct libscols_column *c = scols_table_get_column(table->scols, column);

	scols_column_set_flags(c, scols_column_get_flags(c) | SCOLS_FL_HIDDEN);
	column_at(table, column)->width = 0;
}

void table_print(struct table *table)
{
	scols_print_table(table->scols);
}
