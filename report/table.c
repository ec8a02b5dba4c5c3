/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* libsmartcols, set up as pstats' tables look: two spaces between columns, no frames. */
#include "table.h"

#include <glib.h>
#include <libsmartcols.h>

struct table {
	struct libscols_table *scols;
	struct libscols_line *line;
	size_t cell;
};

/* libsmartcols fails for want of memory only, which GLib treats as the end, too. */
static void *must(void *pointer)
{
	if (!pointer)
		g_error("no memory for a table");
	return pointer;
}

struct table *table_new(FILE *stream)
{
	struct table *table = g_new0(struct table, 1);

	table->scols = must(scols_new_table());
	scols_table_set_stream(table->scols, stream);
	scols_table_set_column_separator(table->scols, "  ");
	scols_table_enable_nowrap(table->scols, 1);
	scols_table_enable_noencoding(table->scols, 1); /* text_printable has done it */
	scols_table_set_termforce(table->scols, SCOLS_TERMFORCE_NEVER);
	return table;
}

void table_free(struct table *table)
{
	scols_unref_table(table->scols);
	g_free(table);
}

void table_column(struct table *table, const char *heading, bool right)
{
	must(scols_table_new_column(table->scols, heading, 0, right ? SCOLS_FL_RIGHT : 0));
}

void table_line(struct table *table)
{
	table->line = must(scols_table_new_line(table->scols, NULL));
	table->cell = 0;
}

void table_cell(struct table *table, char *cell)
{
	scols_line_set_data(table->line, table->cell++, cell);
	g_free(cell);
}

void table_print(struct table *table)
{
	scols_print_table(table->scols);
}
