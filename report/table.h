/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* A table of text on a stream, laid out by libsmartcols: figures right, names left. */
#ifndef REPORT_TABLE_H
#define REPORT_TABLE_H

#include <stdbool.h>
#include <stdio.h>

struct table;

struct table *table_new(FILE *stream);
void table_free(struct table *table);
void table_column(struct table *table, const char *heading, bool right);
/* Begins a line; then its cells from the left. Takes the cell, which must be from g_malloc. */
void table_line(struct table *table);
void table_cell(struct table *table, char *cell);
void table_print(struct table *table);

#endif
