/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* A table of text on a stream, laid out by libsmartcols: figures right, names left. */
#ifndef REPORT_TABLE_H
#define REPORT_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct table;

enum table_side {
	TABLE_LEFT,
	TABLE_RIGHT,
	TABLE_TREE, /* left, with the lines of a tree before it */
};

enum table_color { TABLE_PLAIN, TABLE_WARM, TABLE_HOT };

struct table *table_new(FILE *stream, bool color);
void table_free(struct table *table);
/* Columns from the left, all before the first line. */
void table_column(struct table *table, const char *heading, enum table_side side);
/* Begins a line, below another one in a tree, or NULL; then its cells from the left. table_cell
 * takes the cell, which must be from g_malloc. */
void *table_line(struct table *table, void *parent);
void table_cell(struct table *table, char *cell, enum table_color color);

/* How wide the table is, the columns left out not counted. */
size_t table_width(const struct table *table);
/* Gives each cell of the columns on the left what `shorter` makes of it, to be freed. */
typedef char *table_shorter(const char *cell);
void table_shorten(struct table *table, table_shorter *shorter);
void table_leave_out(struct table *table, size_t column);
void table_print(struct table *table);

#endif
