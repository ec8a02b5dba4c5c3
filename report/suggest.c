/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* memreport suggest: the functions that cost more to watch than they tell, and a list for
 * --memfn-list that leaves them out, as scorep-score writes filters. */
#include <errno.h>
#include <math.h>
#include <string.h>

#include "banner.h"
#include "commands.h"
#include "error.h"
#include "format.h"
#include "lean.h"
#include "rows.h"
#include "terminal.h"
#include "text.h"

struct suggest {
	const struct view *view;
	struct lean_wish wish;
	char *output, *cost, *keep;
	gboolean positive;
};

static int64_t cost_ns(const struct lean *lean, int64_t calls)
{
	return (int64_t)(lean->hook_ns * (double)calls);
}

/* What watching costs with so many calls, and what share that is. */
static void print_cost(const struct lean *lean, int64_t calls, double whole, const char *of)
{
	g_autofree char *cost = format_seconds(cost_ns(lean, calls));
	g_autofree char *count = format_plural(calls, "call");
	g_autofree char *share = format_percent((double)cost_ns(lean, calls), whole);

	printf("%s%s, %s %% of %s (%s)", cost, strchr(cost, ' ') ? "" : " s", share, of, count);
}

static void print_estimate(const struct lean *lean, const struct model *model)
{
	double whole = (double)model->totals.alloc_bytes;
	g_autofree char *count = format_plural(lean->out->len, "function");
	g_autofree char *kept = format_percent(whole - (double)lean->moved_bytes, whole);

	printf("Watching costs about ");
	print_cost(lean, lean->calls, (double)model->totals.wall_ns, "the run");
	printf(lean->hook_guessed ? ", taking %.0f ns a call.\n" : " at %.0f ns a call.\n",
		   lean->hook_ns);
	if (!lean->out->len)
		return;
	printf("Without %s it costs about ", count);
	print_cost(lean, lean->calls - lean->calls_out, (double)cost_ns(lean, lean->calls), "that");
	if (whole > 0)
		printf(";\n%s %% of the bytes stay with the functions that allocate them", kept);
	puts(".");
}

static void print_row(const struct suggest *s, const struct lean *lean, const struct model *model,
					  const struct function *f, struct table *table)
{
	struct row row = {f, f->v};
	double all = (double)lean->calls;

	table_line(table, NULL);
	table_cell(table, format_seconds(cost_ns(lean, f->v[FIG_CALLS])), TABLE_PLAIN);
	table_cell(table, format_percent((double)f->v[FIG_CALLS], all), TABLE_PLAIN);
	rows_cells(s->view, model, table, &row);
	table_cell(table, function_stdname(f), TABLE_PLAIN);
}

static void print_left_out(const struct suggest *s, const struct lean *lean,
						   const struct model *model)
{
	struct table *table = table_new(stdout, terminal_color(s->view->color));
	guint shown = MIN(lean->out->len, (guint)s->view->limit);

	table_column(table, "       cost", TABLE_RIGHT);
	table_column(table, "cost%", TABLE_RIGHT);
	rows_columns(s->view, table, false);
	table_column(table, "filename:lineno(function)", TABLE_LEFT);
	for (guint i = 0; i < shown; i++)
		print_row(s, lean, model, lean->out->pdata[i], table);
	rows_fit_and_print(s->view, table, 2, stdout);
	if (shown < lean->out->len)
		printf("%u more: see --limit\n", lean->out->len - shown);
	table_free(table);
	putchar('\n');
}

static bool write_list(const struct suggest *s, const struct lean *lean, GError **error)
{
	FILE *file = fopen(s->output, "we");
	bool written;

	if (!file)
		return fail(error, "cannot write: %s", g_strerror(errno));
	fprintf(file, "# %s, chosen by memreport suggest\n",
			s->positive ? "Functions to watch"
						: "Functions that cost more to watch than they tell");
	lean_write(lean, s->positive, file);
	written = !ferror(file);
	written = !fclose(file) && written;
	return written || fail(error, "cannot write: %s", g_strerror(errno));
}

static void print_advice(const struct suggest *s, const struct lean *lean)
{
	g_autofree char *file = s->output ? text_argument(s->output) : g_strdup("FILE");
	const char *flags = s->positive ? "" : "the options as before and ";

	if (!lean->out->len && !s->output)
		puts(
			"Nothing to leave out: no function of short calls has more than a thousandth of them.");
	else if (!s->output)
		puts("-o FILE writes the list that leaves them out.");
	else
		printf("%s %s: compile with %s--memfn-list=%s\n", file,
			   s->positive ? "names the others" : "leaves them out", flags, file);
}

static int print(struct view *view, const struct model *model, void *own)
{
	struct suggest *s = own;
	struct lean *lean;
	GError *error = NULL;
	int status = EXIT_KEPT;

	s->view = view;
	s->wish.filter = view->filter;
	s->wish.exclude = view->exclude;
	lean = lean_new(model, &s->wish);
	banner_print(model, view->exact, stdout);
	puts("Cost more to watch than they tell: many short calls, little or no memory\n");
	if (lean->out->len)
		print_left_out(s, lean, model);
	print_estimate(lean, model);
	if (s->output && !write_list(s, lean, &error))
		status = error_report(s->output, error);
	else
		print_advice(s, lean);
	lean_free(lean);
	return status;
}

static bool parse_share(const char *option, const char *text, double *share, GError **error)
{
	char *end;

	if (!text)
		return true;
	*share = g_ascii_strtod(text, &end) / 100;
	if (end == text || (*end && strcmp(end, "%")) || !(*share >= 0 && *share <= 1))
		return fail_usage(error, "%s: it is %s when it should be from 0%% to 100%%", option, text);
	return true;
}

static bool check(void *own, GError **error)
{
	struct suggest *s = own;
	double kept = 0.95;

	s->wish.cost = 0.2;
	if (!parse_share("--cost", s->cost, &s->wish.cost, error) ||
		!parse_share("--keep", s->keep, &kept, error))
		return false;
	s->wish.moved = 1 - kept;
	return true;
}

int command_suggest(int argc, char **argv)
{
	static const struct view_steps steps = {check, print};
	struct suggest s = {.output = NULL};
	const GOptionEntry own[] = {
		{"output", 'o', 0, G_OPTION_ARG_FILENAME, &s.output, "Write the list to FILE", "FILE"},
		{"positive", 0, 0, G_OPTION_ARG_NONE, &s.positive,
		 "List what to watch rather than what to leave out", NULL},
		{"cost", 0, 0, G_OPTION_ARG_STRING, &s.cost,
		 "What watching may cost, of what it costs now (20%)", "PERCENT"},
		{"keep", 0, 0, G_OPTION_ARG_STRING, &s.keep,
		 "How many of the bytes must stay with their functions (95%)", "PERCENT"},
		{0},
	};
	const struct view_usage usage = {
		.arguments = "[PROFILE…]",
		.about =
			"Which functions cost more to watch than they tell, what the run costs with them and\n"
			"without, and a list that leaves them out. Those of short calls, below which nothing\n"
			"is allocated or freed, always are; others while the rest costs more than --cost\n"
			"wants and --keep allows. --exclude GLOB keeps functions in.",
		.example = "Example: from every function to a lean list\n"
				   "  memfn-clang --memfn-all *.c -o prog && ./prog\n"
				   "  memreport suggest -o lean.txt profile.out\n"
				   "  memfn-clang --memfn-all --memfn-list=lean.txt *.c -o prog",
		.sort = "calls",
		.columns = "ncalls,cumpercall,alloc,cumalloc",
		.own = own,
		.without = "sort reverse only compensate",
	};
	int status = view_command(argc, argv, &usage, &steps, &s);

	g_free(s.output);
	g_free(s.cost);
	g_free(s.keep);
	return status;
}
