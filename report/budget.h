/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/*
 * Budgets: what functions may need. A budget is a glob of function names and conditions:
 *
 *   parse_node: peak <= 12MiB, allocs < 1000
 *   ns::*: leaked == 0
 *   *: peak <= 100M            each function
 *   <process>: peak <= 1G      the totals
 *
 * In a file one stands on each line; lines that begin with # are comments.
 */
#ifndef REPORT_BUDGET_H
#define REPORT_BUDGET_H

#include "columns.h"
#include "outcome.h"

struct condition {
	const struct column *column;
	enum { BELOW, AT_MOST, EQUAL, UNEQUAL, AT_LEAST, ABOVE } op;
	double limit;
	char *limit_text;
};

struct budget {
	char *text; /* as written */
	char *glob;
	GArray *conditions; /* of struct condition */
};

/* NULL and a usage error where the text is no budget. */
struct budget *budget_parse(const char *text, GError **error);
void budget_free(gpointer budget);
/* Appends the budgets of a file. False and a usage error where it cannot be read, or a line is
 * none. */
bool budget_read(GPtrArray *budgets, const char *file, GError **error);

/* Appends an outcome for each function that the budget names. False and *error where there is no
 * such function: a name that no longer fits must not pass for a budget that is kept. */
bool budget_check(const struct budget *budget, const struct model *model, GArray *outcomes,
				  GError **error);

/* The process's totals as a function of the name <process>, with its figures in v. */
void process_row(const struct model *model, struct function *process);

#endif
