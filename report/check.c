/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/*
 * memreport check: whether functions stay within their budgets, and within a tolerance of an older
 * run. Exit status: 0 all kept, 1 one broken, 2 trouble.
 */
#include <stdio.h>

#include "budget.h"
#include "commands.h"
#include "error.h"
#include "format.h"
#include "pairs.h"
#include "tolerance.h"

struct check {
	struct view view;
	char **budget_texts, **budget_files;
	char *baseline, *tolerance_text, *junit;
	gboolean quiet;
	double tolerance;
	GPtrArray *budgets;
	GArray *outcomes;
};

static bool collect_budgets(struct check *c, GError **error)
{
	c->budgets = g_ptr_array_new_with_free_func(budget_free);
	for (char **text = c->budget_texts; text && *text; text++) {
		struct budget *budget = budget_parse(*text, error);

		if (!budget)
			return false;
		g_ptr_array_add(c->budgets, budget);
	}
	for (char **file = c->budget_files; file && *file; file++)
		if (!budget_read(c->budgets, *file, error))
			return false;
	if (!c->budgets->len && !c->baseline)
		return fail_usage(error, "check: no --budget, --budgets or --baseline: nothing to check");
	return tolerance_parse(c->tolerance_text, &c->tolerance, error);
}

/* One figure against an older run's: more than the tolerance allows is broken. */
static void check_figure(struct check *c, const struct column *column, const struct row *was,
						 const struct row *is)
{
	struct outcome outcome = {.name = is->function->pseudo ? g_strdup(is->function->name)
														   : function_stdname(is->function)};
	int64_t old = was->v[column->figure], new = is->v[column->figure];
	int64_t limit = tolerance_limit(old, c->tolerance);
	struct row allowed = *was;
	int64_t v[FIG_COUNT];
	g_autofree char *old_cell = column_cell(column, was, true);
	g_autofree char *new_cell = column_cell(column, is, true);
	g_autofree char *limit_cell = NULL;

	for (int i = 0; i < FIG_COUNT; i++)
		v[i] = limit;
	allowed.v = v;
	limit_cell = column_cell(column, &allowed, true);
	outcome.check = g_strdup_printf("%s within baseline", column->name);
	if (new > limit)
		outcome.broken =
			g_strdup_printf("%s: %s is %s when it should be %s at most (it was %s)", outcome.name,
							column->name, new_cell, limit_cell, old_cell);
	g_array_append_val(c->outcomes, outcome);
}

static void check_row(struct check *c, const struct row *was, const struct row *is)
{
	for (guint i = 0; i < c->view.columns->len; i++) {
		const struct column *column = g_array_index(c->view.columns, struct shown, i).column;

		check_figure(c, column, was, is);
	}
}

static void check_baseline(struct check *c, const struct model *old, const struct model *new)
{
	GArray *pairs = pairs_new(old, new, BY_FUNCTION);
	struct function was, is;

	for (guint i = 0; i < pairs->len; i++) {
		const struct pair *pair = &g_array_index(pairs, struct pair, i);

		if (pair->old && pair->new && !pair->function->pseudo)
			check_row(c, &(struct row){pair->function, pair->old},
					  &(struct row){pair->function, pair->new});
	}
	process_row(old, &was);
	process_row(new, &is);
	check_row(c, &(struct row){&was, was.v}, &(struct row){&is, is.v});
	pairs_free(pairs);
}

static int report(const struct check *c, GError **error)
{
	guint broken = 0;

	for (guint i = 0; i < c->outcomes->len; i++) {
		const struct outcome *outcome = &g_array_index(c->outcomes, struct outcome, i);

		if (outcome->broken)
			puts(outcome->broken);
		broken += outcome->broken != NULL;
	}
	if (!c->quiet)
		printf("%u kept, %u broken\n", c->outcomes->len - broken, broken);
	if (c->junit && !outcomes_write_junit(c->outcomes, c->junit, error))
		return EXIT_USAGE;
	return broken ? EXIT_FAILED : EXIT_KEPT;
}

/* As if ordered by them: then the view refuses a figure that the profile does not hold, which would
 * read as 0 and keep every budget. */
static void look_at_columns(struct check *c)
{
	for (guint i = 0; i < c->budgets->len; i++) {
		const GArray *conditions = ((const struct budget *)c->budgets->pdata[i])->conditions;

		for (guint j = 0; j < conditions->len; j++)
			g_ptr_array_add(c->view.sort,
							(gpointer)g_array_index(conditions, struct condition, j).column);
	}
}

static int run(struct check *c)
{
	char *baseline[] = {c->baseline, NULL};
	GError *error = NULL;
	int status = EXIT_USAGE;
	struct model *old = c->baseline ? view_load_files(&c->view, baseline, &status) : NULL;

	look_at_columns(c);
	struct model *model = old || !c->baseline ? view_load(&c->view, &status) : NULL;
	bool checked = model != NULL;

	for (guint i = 0; i < c->budgets->len && checked; i++)
		checked = budget_check(c->budgets->pdata[i], model, c->outcomes, &error);
	if (checked && old)
		check_baseline(c, old, model);
	status = checked ? report(c, &error) : EXIT_USAGE;
	if (error)
		error_report(NULL, error);
	model_free(model);
	model_free(old);
	return status;
}

static bool check_columns(const struct view *view, GError **error)
{
	for (guint i = 0; i < view->columns->len; i++) {
		const struct column *column = g_array_index(view->columns, struct shown, i).column;

		if (!column_has_whole(column) && column->figure != FIG_RETAINED_BYTES)
			return fail_usage(error, "column %s: cannot be checked against a baseline",
							  column->name);
	}
	return true;
}

static void clear(struct check *c)
{
	view_clear(&c->view);
	g_strfreev(c->budget_texts);
	g_strfreev(c->budget_files);
	g_free(c->baseline);
	g_free(c->tolerance_text);
	g_free(c->junit);
	if (c->budgets)
		g_ptr_array_free(c->budgets, TRUE);
	g_array_free(c->outcomes, TRUE);
}

int command_check(int argc, char **argv)
{
	struct check c = {.outcomes = outcomes_new()};
	const GOptionEntry own[] = {
		{"budget", 'B', 0, G_OPTION_ARG_STRING_ARRAY, &c.budget_texts,
		 "What functions may need: 'NAME: peak <= 12MiB, allocs < 1000'", "BUDGET"},
		{"budgets", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &c.budget_files,
		 "Budgets from a file, one a line, # begins a comment", "FILE"},
		{"baseline", 0, 0, G_OPTION_ARG_FILENAME, &c.baseline,
		 "No function may need more than in this profile", "PROFILE"},
		{"tolerance", 't', 0, G_OPTION_ARG_STRING, &c.tolerance_text,
		 "… by more than so much (default: 0)", "PERCENT"},
		{"junit", 0, 0, G_OPTION_ARG_FILENAME, &c.junit, "Write JUnit's XML to FILE", "FILE"},
		{"quiet", 'q', 0, G_OPTION_ARG_NONE, &c.quiet, "Say only what is broken", NULL},
		{0},
	};
	const struct view_usage usage = {
		.arguments = "[PROFILE…]",
		.about = "Whether functions stay within their budgets. NAME is a glob: * is each "
				 "function, <process> the totals. Behind it stand conditions: a column "
				 "(memreport --help), one of <= < == != >= >, and a number, a size (12MiB) or a "
				 "time (10ms). Exit status: 0 all kept, 1 one broken, 2 trouble, such as a name "
				 "that no function has.",
		.example = "Example: fail the build where parse needs over 10 MiB\n"
				   "  memreport check --budget 'parse: peak <= 10MiB' profile.out",
		.sort = "peak",
		.columns = "peak,alloc,allocs,leaked",
		.columns_are = "What --baseline compares (default: peak,alloc,allocs,leaked)",
		.without = "sort reverse only limit bytes color",
		.threads = true,
		.own = own,
	};
	GError *error = NULL;
	int status = EXIT_USAGE;

	view_init(&c.view);
	if (view_parse(&c.view, argc, argv, &usage, &error) && check_columns(&c.view, &error) &&
		collect_budgets(&c, &error))
		status = run(&c);
	else
		error_report(NULL, error);
	clear(&c);
	return status;
}
