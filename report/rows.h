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

/* Leaves out the i-th of the columns that a narrow terminal can do without, and adds its name to
 * `left_out`; false where there is none left. */
typedef bool rows_leaver(void *data, size_t i, GString *left_out);

/* Makes a table `width` wide, as far as can be: without the folders of files, of long names without
 * the arguments of templates, without columns until half of it is for names, and then with names
 * that are cut. What is not there is added to `left_out`. */
void rows_fit(struct table *table, size_t width, rows_leaver *leave, void *data, GString *left_out);

/* Prints lines that end with a function behind two blanks, with names shortened likewise. */
void rows_print_lines(const GPtrArray *lines);

/* Prints the table, made to fit the terminal, and a line that says what is not there. */
void rows_fit_and_print(const struct view *view, struct table *table, struct rows_place place,
						FILE *stream);

/* A whole table of functions. */
void rows_print(const struct view *view, const struct model *model, const GArray *rows,
				FILE *stream);

#endif
