/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Budgets: their little language, and whether they are kept. */
#include "budget.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "error.h"
#include "format.h"
#include "hint.h"
#include "quantity.h"
#include "select.h"
#include "text.h"

static const struct {
	const char *text;
	int op;
} operators[] = {
	{"<=", AT_MOST}, {">=", AT_LEAST}, {"==", EQUAL}, {"!=", UNEQUAL},
	{"<", BELOW},    {">", ABOVE},     {"=", EQUAL},
};

static void condition_clear(gpointer data)
{
	g_free(((struct condition *)data)->limit_text);
}

void budget_free(gpointer data)
{
	struct budget *budget = data;

	if (!budget)
		return;
	g_free(budget->text);
	g_free(budget->glob);
	g_array_free(budget->conditions, TRUE);
	g_free(budget);
}

static bool has_budget(const struct column *column)
{
	return !column_is_text(column) && column->kind != COLUMN_LINE;
}

static bool parse_condition(struct budget *budget, char *text, GError **error)
{
	struct condition condition = {0};
	size_t i = 0, length = strcspn(text, "<>=!");
	char *op = text + length;

	while (i < G_N_ELEMENTS(operators) && !g_str_has_prefix(op, operators[i].text))
		i++;
	if (i == G_N_ELEMENTS(operators))
		return fail_usage(error, "budget '%s': condition '%s' is not like 'peak <= 12MiB'",
						  budget->text, g_strstrip(text));
	condition.op = operators[i].op;
	condition.limit_text = g_strdup(g_strstrip(op + strlen(operators[i].text)));
	*op = 0;
	condition.column = column_find(g_strstrip(text), error);
	if (!condition.column)
		g_prefix_error(error, "budget '%s': ", budget->text);
	else if (!has_budget(condition.column))
		fail_usage(error, "budget '%s': column %s has no figure", budget->text,
				   condition.column->name);
	else if (quantity_parse(condition.limit_text, condition.column, &condition.limit))
		g_array_append_val(budget->conditions, condition);
	else
		fail_usage(error, "budget '%s': '%s' is no quantity for %s, such as %s", budget->text,
				   condition.limit_text, condition.column->name,
				   quantity_example(condition.column));
	if (error && *error)
		condition_clear(&condition);
	return !error || !*error;
}

/* The colon between glob and conditions: the last that is not part of ::. */
static const char *find_colon(const char *text)
{
	const char *p = text + strlen(text);

	while (p-- > text)
		if (*p == ':' && p[1] != ':' && (p == text || p[-1] != ':'))
			return p;
	return NULL;
}

struct budget *budget_parse(const char *text, GError **error)
{
	struct budget *budget = g_new0(struct budget, 1);
	const char *colon = find_colon(text);
	g_auto(GStrv) parts =
		g_regex_split_simple(",(?![0-9])", colon ? colon + 1 : "", 0, 0); /* not that of 1,000 */
	GError *problem = NULL;

	budget->text = g_strstrip(g_strdup(text));
	budget->glob = g_strstrip(g_strndup(text, colon ? (gsize)(colon - text) : 0));
	budget->conditions = g_array_new(FALSE, FALSE, sizeof(struct condition));
	g_array_set_clear_func(budget->conditions, condition_clear);
	if (!*budget->glob || !*parts)
		fail_usage(&problem, "budget '%s': it is not like 'parse_node: peak <= 12MiB'",
				   budget->text);
	for (char **part = parts; *part && !problem; part++)
		parse_condition(budget, *part, &problem);
	if (!problem)
		return budget;
	g_propagate_error(error, problem);
	budget_free(budget);
	return NULL;
}

/* A name may hold a #, as that of a lambda does, but none behind a blank. */
static void cut_comment(char *line)
{
	for (char *p = strchr(line, '#'); p; p = strchr(p + 1, '#'))
		if (p == line || g_ascii_isspace(p[-1])) {
			*p = '\0';
			break;
		}
}

static bool add_line(GPtrArray *budgets, char *line, GError **error)
{
	struct budget *budget = NULL;

	cut_comment(line);
	g_strstrip(line);
	if (!*line)
		return true;
	budget = budget_parse(line, error);
	if (budget)
		g_ptr_array_add(budgets, budget);
	return budget;
}

bool budget_read(GPtrArray *budgets, const char *file, GError **error)
{
	FILE *in = fopen(file, "re");
	char *line = NULL;
	size_t room = 0;
	bool good = true;

	if (!in)
		return fail_usage(error, "%s: cannot open: %s", file, g_strerror(errno));
	for (guint number = 1; good && getline(&line, &room, in) >= 0; number++) {
		good = add_line(budgets, line, error);
		if (!good)
			g_prefix_error(error, "%s:%u: ", file, number);
	}
	if (good && ferror(in))
		good = fail_usage(error, "%s: cannot read: %s", file, g_strerror(errno));
	free(line);
	fclose(in);
	return good;
}

static bool is_kept(const struct condition *c, double value)
{
	switch (c->op) {
	case BELOW:
		return value < c->limit;
	case AT_MOST:
		return value <= c->limit;
	case EQUAL:
		return value == c->limit;
	case UNEQUAL:
		return value != c->limit;
	case AT_LEAST:
		return value >= c->limit;
	default:
		return value > c->limit;
	}
}

static const char *op_text(const struct condition *c)
{
	for (size_t i = 0; i < G_N_ELEMENTS(operators); i++)
		if (operators[i].op == (int)c->op)
			return operators[i].text;
	return "";
}

/* Both numbers, in words; a size that would read the same as its limit in exact bytes. */
static void check_condition(const struct condition *c, const struct row *row, GArray *outcomes)
{
	struct outcome outcome = {.name = row->function->pseudo ? text_printable(row->function->name)
															: function_stdname(row->function)};
	g_autofree char *cell = NULL;
	double value;

	outcome.check = g_strdup_printf("%s %s %s", c->column->name, op_text(c), c->limit_text);
	if (column_value(c->column, row, &value) && !is_kept(c, value)) {
		cell = c->column->kind == COLUMN_CALLS ? format_count(row->v[FIG_CALLS])
											   : column_cell(c->column, row, false);
		outcome.broken =
			c->column->kind == COLUMN_SIZE
				? g_strdup_printf("%s: %s is %s (%" PRIi64 " B) when it should be %s %s",
								  outcome.name, c->column->name, cell, row->v[c->column->figure],
								  op_text(c), c->limit_text)
				: g_strdup_printf("%s: %s is %s when it should be %s %s", outcome.name,
								  c->column->name, cell, op_text(c), c->limit_text);
	}
	g_array_append_val(outcomes, outcome);
}

static void check_row(const struct budget *budget, const struct row *row, GArray *outcomes)
{
	for (guint i = 0; i < budget->conditions->len; i++)
		check_condition(&g_array_index(budget->conditions, struct condition, i), row, outcomes);
}

void process_row(const struct model *model, struct function *process)
{
	const struct totals *t = &model->totals;
	int64_t *v = process->v;

	*process = (struct function){.name = "<process>",
								 .pretty = "<process>",
								 .linkage = "<process>",
								 .file = "~",
								 .pseudo = UINT32_MAX};
	figures_clear(v, FIG_COUNT);
	v[FIG_CALLS] = t->calls;
	v[FIG_PRIMITIVE_CALLS] = t->primitive_calls;
	v[FIG_OPEN_CALLS] = t->open_calls;
	v[FIG_SELF_NS] = v[FIG_TOTAL_NS] = t->wall_ns;
	v[FIG_ALLOCS] = v[FIG_TOTAL_ALLOCS] = t->allocs;
	v[FIG_ALLOC_BYTES] = v[FIG_TOTAL_ALLOC_BYTES] = t->alloc_bytes;
	v[FIG_FREES] = v[FIG_TOTAL_FREES] = t->frees;
	v[FIG_FREED_BYTES] = v[FIG_TOTAL_FREED_BYTES] = t->freed_bytes;
	v[FIG_PEAK_BYTES] = v[FIG_OWN_PEAK_BYTES] = t->peak_bytes;
	v[FIG_AT_PEAK_BYTES] = v[FIG_TOTAL_AT_PEAK_BYTES] = t->peak_bytes;
	v[FIG_LEAKED_BYTES] = v[FIG_RETAINED_BYTES] = t->leaked_bytes;
	v[FIG_TOTAL_LEAKED_BYTES] = t->leaked_bytes;
	v[FIG_LEAKED_BLOCKS] = t->leaked_blocks;
	v[FIG_MAPS] = t->maps;
	v[FIG_MAPPED_BYTES] = v[FIG_TOTAL_MAPPED_BYTES] = t->mapped_bytes;
	v[FIG_MAPPED_LIVE_BYTES] = v[FIG_TOTAL_MAPPED_LIVE_BYTES] = t->mapped_live_bytes;
	v[FIG_OWN_MAPPED_PEAK_BYTES] = t->mapped_peak_bytes;
	for (guint i = 0; i < model->functions->len; i++)
		v[FIG_TEMP_ALLOCS] += model_function(model, i)->v[FIG_TEMP_ALLOCS];
}

/* What calls alone have: a figure of 0 would keep every budget. */
static bool process_has(enum figure figure)
{
	return figure != FIG_MIN_NS && figure != FIG_MAX_NS && figure != FIG_TOTAL_RSS_BYTES &&
		   figure != FIG_TOTAL_VMS_BYTES && figure != FIG_TOTAL_SHARED_BYTES;
}

static bool check_process(const struct budget *budget, const struct model *model, GArray *outcomes,
						  GError **error)
{
	struct function process;

	for (guint i = 0; i < budget->conditions->len; i++) {
		const struct column *column = g_array_index(budget->conditions, struct condition, i).column;

		if (!process_has(column->figure))
			return fail(error, "budget '%s': column %s is one of functions, not of <process>",
						budget->text, column->name);
	}
	process_row(model, &process);
	check_row(budget, &(struct row){&process, process.v}, outcomes);
	return true;
}

static bool no_function(const struct budget *budget, const struct model *model, GError **error)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new();
	g_autofree char *member = g_strconcat("*::", budget->glob, NULL);
	const char *found = NULL;

	for (guint i = 0; i < model->functions->len; i++) {
		const struct function *f = model_function(model, i);

		if (select_matches(f, member))
			found = f->name;
		g_ptr_array_add(names, (gpointer)f->name);
	}
	g_autofree char *hint =
		found ? g_strdup_printf("; did you mean %s?", found)
			  : hint_name("", budget->glob, names->pdata, names->len, sizeof(gpointer));
	g_autofree char *shown = text_printable(hint);

	return fail(error, "budget '%s': no function of this name%s", budget->text, shown);
}

bool budget_check(const struct budget *budget, const struct model *model, GArray *outcomes,
				  GError **error)
{
	bool any = !strcmp(budget->glob, "*");

	if (!strcmp(budget->glob, "<process>"))
		return check_process(budget, model, outcomes, error);
	for (guint i = 0; i < model->functions->len; i++) {
		const struct function *f = model_function(model, i);

		if (f->pseudo ? strcmp(f->name, budget->glob) != 0 : !select_matches(f, budget->glob))
			continue;
		any = true;
		check_row(budget, &(struct row){f, f->v}, outcomes);
	}
	return any || no_function(budget, model, error);
}
