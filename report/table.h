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
/* How wide the columns on the left, which are names, may be where the table is to be `width` wide;
 * 0 where that is too little for its figures. */
size_t table_room(const struct table *table, size_t width);
/* How many columns are names, and how wide the widest is. */
size_t table_names(const struct table *table);
size_t table_widest_name(const struct table *table);
/* Gives each cell of these columns that is wider than `room` what `shorter` makes of it, to be
 * freed; it is told the room, less what the lines of a tree take. */
typedef char *table_shorter(const char *cell, size_t room);
void table_shorten(struct table *table, table_shorter *shorter, size_t room);
/* Takes back what table_shorten did. */
void table_restore_names(struct table *table);
void table_leave_out(struct table *table, size_t column);
void table_print(struct table *table);

#endif
