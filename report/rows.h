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
/* Prints the table. Where it is wider than the terminal the least telling columns are left out, and
 * a line says which; `offset` columns of the table stand before those of the view. */
void rows_fit_and_print(const struct view *view, struct table *table, size_t offset, FILE *stream);

/* A whole table of functions. */
void rows_print(const struct view *view, const struct model *model, const GArray *rows,
				FILE *stream);

#endif
