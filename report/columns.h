/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/*
 * The columns of every table: names, headings, how a cell reads and how rows compare. Names and
 * aliases are pstats' own where pstats has the column; a unique prefix will do for each.
 */
#ifndef REPORT_COLUMNS_H
#define REPORT_COLUMNS_H

#include <glib.h>
#include <stdbool.h>

#include "model.h"

/* A line of a table: a function, and the figures to show, which may be those of an edge. */
struct row {
	const struct function *function;
	const int64_t *v; /* FIG_COUNT of them */
};

enum column_kind {
	COLUMN_COUNT,
	COLUMN_CALLS, /* 177/1: all, primitive */
	COLUMN_SIZE,
	COLUMN_TIME,
	COLUMN_RATIO_TIME, /* figure / other, in time */
	COLUMN_RATIO_SIZE,
	COLUMN_NAME, /* columns of text, or of the function's place */
	COLUMN_FILE,
	COLUMN_LINE,
	COLUMN_STDNAME, /* file:line(function) */
	COLUMN_NFL,     /* name, file, line: to sort by */
};

struct column {
	const char *name;
	const char *aliases; /* separated by spaces */
	const char *heading;
	enum column_kind kind;
	enum figure figure;
	enum figure other; /* what a ratio is divided by */
	const char *help;
};

extern const struct column all_columns[];
extern const size_t all_column_count;

/* The column of this name, alias or unique prefix. NULL and a usage error that lists what could
 * have been meant. */
const struct column *column_find(const char *name, GError **error);

/* The cell as printed, to be freed. */
char *column_cell(const struct column *column, const struct row *row, bool exact);
bool column_is_text(const struct column *column);
/* What the cell is, to compare and to compute: false where there is none. */
bool column_value(const struct column *column, const struct row *row, double *value);
/* What the whole program has of it, for shares; false where shares make no sense. */
bool column_has_whole(const struct column *column);
double column_whole(const struct column *column, const struct model *model);
/* <0 where a comes first: figures descending, names ascending. */
int column_compare(const struct column *column, const struct row *a, const struct row *b);
/* Ties: file, line, name. */
int row_compare_place(const struct row *a, const struct row *b);

/* file:line(function), printable. */
char *function_stdname(const struct function *function);

#endif
