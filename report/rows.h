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

/* A name, to be freed; shortened where it and `others` columns beside it are wider than the
 * terminal. */
char *rows_fit_name(const char *name, size_t others);

/* Prints lines that end with a function behind two blanks, with names shortened likewise. */
void rows_print_lines(const GPtrArray *lines);

/* Prints the table, and where it is wider than the terminal less of it: no folders of files, of
 * long names no template arguments, fewer columns until half of it is for names, and then names
 * that are cut. A line says what is not there. */
void rows_fit_and_print(const struct view *view, struct table *table, struct rows_place place,
						FILE *stream);

/* A column that a narrow terminal can do without. */
struct rows_spare {
	const char *name;
	size_t column;
};

/* The same on stdout for a table whose columns are none of the view's: the least telling first, and
 * one without a name behind the last. */
void rows_print_fixed(struct table *table, const struct rows_spare *spare);

/* A whole table of functions. */
void rows_print(const struct view *view, const struct model *model, const GArray *rows,
				FILE *stream);

#endif
