/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Rows of figures as cells of a table: columns, shares, colours, and what is left out where the
 * terminal is too narrow. */
#ifndef REPORT_ROWS_H
#define REPORT_ROWS_H

#include "table.h"
#include "view.h"

/* The headings of the view's columns. The first is as wide as pstats' first, and set in by two,
 * where it is the table's first. */
void rows_columns(const struct view *view, struct table *table, bool first);
/* The cells of a row. */
void rows_cells(const struct view *view, const struct model *model, struct table *table,
				const struct row *row);
/* Where in a table the view's columns stand: behind `offset` others, `each` of them as so many. */
struct rows_place {
	size_t offset, each;
};

/* Leaves the folders of files out where the table is wider than the terminal; whether there were
 * any. */
bool rows_fit_folders(struct table *table, FILE *stream);

/* Prints lines that end with a function behind two blanks, without folders likewise. */
void rows_print_lines(const GPtrArray *lines);

/* Prints the table. Where it is wider than the terminal the folders of files are left out, and then
 * the least telling columns, and a line says which. */
void rows_fit_and_print(const struct view *view, struct table *table, struct rows_place place,
						FILE *stream);

/* A whole table of functions. */
void rows_print(const struct view *view, const struct model *model, const GArray *rows,
				FILE *stream);

#endif
