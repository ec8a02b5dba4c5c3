/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* memreport suggest: which functions to leave out so that watching the others costs no more than is
 * wanted, and a list for --memfn-list that does so, as scorep-score writes filters. */
#include <string.h>

#include "banner.h"
#include "commands.h"
#include "error.h"
#include "format.h"
#include "lean.h"
#include "output.h"
#include "rows.h"
#include "terminal.h"
#include "text.h"
#include "tolerance.h"

struct suggest {
	const struct view *view;
	struct lean_wish wish;
	char *output, *cost, *keep;
	gboolean positive;
};

static int64_t cost_ns(const struct lean *lean, int64_t calls)
{
	return format_whole(lean->hook_ns * (double)calls);
}

/* The share of the run without hooks that so many calls cost. */
static char *cost_percent(const struct lean *lean, int64_t calls)
{
	return format_percent((double)cost_ns(lean, calls), lean->without_ns);
}

/* What watching costs with so many calls. */
static void append_cost(GString *out, const struct lean *lean, int64_t calls, const char *of)
{
	g_autofree char *cost = format_seconds(cost_ns(lean, calls));
	g_autofree char *count = format_plural(calls, "call");
	g_autofree char *share = cost_percent(lean, calls);

	g_string_append_printf(out, "%s%s, %s %% of %s (%s)", cost, strchr(cost, ' ') ? "" : " s",
						   share, of, count);
}

static gint most_first(gconstpointer a, gconstpointer b, gpointer bytes)
{
	int64_t x = ((int64_t *)bytes)[*(const uint32_t *)a],
			y = ((int64_t *)bytes)[*(const uint32_t *)b];

	return x > y ? -1 : x < y ? 1 : *(const uint32_t *)a < *(const uint32_t *)b ? -1 : 1;
}

/* Who is charged for what those left out allocated. */
static void print_receivers(const struct lean *lean, const struct model *model)
{
	enum { SHOWN = 3 };
	g_autofree int64_t *bytes = lean_receivers(lean, model);
	g_autoptr(GArray) order = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	double whole = (double)model->totals.alloc_bytes;

	for (uint32_t i = 0; i < model->functions->len; i++)
		if (bytes[i])
			g_array_append_val(order, i);
	g_array_sort_with_data(order, most_first, bytes);
	for (guint i = 0; i < MIN(order->len, (guint)SHOWN); i++) {
		uint32_t f = g_array_index(order, uint32_t, i);
		g_autofree char *share = format_percent((double)bytes[f], whole);
		g_autofree char *name = text_printable(model_function(model, f)->name);

		printf("%s%s %% to %s", i ? ", " : "the others will count ", share, name);
	}
	if (order->len > SHOWN)
		printf(", and so on");
}

static void print_bytes(const struct lean *lean, const struct model *model)
{
	double whole = (double)model->totals.alloc_bytes;
	g_autofree char *kept = format_percent(whole - (double)lean->moved_bytes, whole);

	if (whole <= 0)
		return;
	printf("%s %% of the bytes stay with the functions that allocate them%s", kept,
		   lean->moved_bytes ? ";\n" : "");
	print_receivers(lean, model);
	puts(".");
}

/* Why it costs more than is wanted. */
static void print_dear(const struct suggest *s, const struct lean *lean)
{
	enum { SHOWN = 3 };
	guint count = lean->dear->len;
	g_autoptr(GString) out = g_string_new(NULL);

	if (!count)
		return;
	g_string_append_printf(
		out, "That is over %g %%: to keep %g %% of the bytes where they are allocated there stay",
		100 * s->wish.cost, 100 * s->wish.kept);
	terminal_print(out->str, stdout);
	g_string_truncate(out, 0);
	for (guint i = 0; i < MIN(count, (guint)SHOWN); i++) {
		const struct function *f = lean->dear->pdata[i];
		g_autofree char *share = cost_percent(lean, f->v[FIG_CALLS]);
		g_autofree char *name = text_printable(f->name);

		g_string_append_printf(out, "%s%s (%s %%)", i ? ", " : "", name, share);
	}
	if (count > SHOWN)
		g_string_append_printf(out, " and %u more", count - SHOWN);
	g_string_append(out, "; --keep 0% leaves out what costs too much, whoever allocates.");
	terminal_print(out->str, stdout);
}

/* What is left after a subtraction is rough where little is: hooks cost more or less than was
 * measured from call to call, and keep functions from being inlined. */
static void print_doubt(const struct lean *lean)
{
	if ((double)cost_ns(lean, lean->calls) > 2 * lean->without_ns)
		puts("Hooks took most of this run, so these shares are rough: run with the list, suggest "
			 "again.");
}

static void print_estimate(const struct suggest *s, const struct lean *lean,
						   const struct model *model)
{
	g_autofree char *count = format_plural(lean->out->len, "function");
	g_autoptr(GString) out = g_string_new("Watching costs about ");

	append_cost(out, lean, lean->calls, "the run without hooks");
	g_string_append_printf(out,
						   lean->hook_guessed ? ", taking %.0f ns a call." : " at %.0f ns a call.",
						   lean->hook_ns);
	terminal_print(out->str, stdout);
	if (lean->out->len) {
		g_string_printf(out, "Without %s it costs about ", count);
		append_cost(out, lean, lean->calls - lean->calls_out, "that");
		g_string_append_c(out, '.');
		terminal_print(out->str, stdout);
		print_bytes(lean, model);
	}
	print_dear(s, lean);
	print_doubt(lean);
}

static void print_row(const struct suggest *s, const struct lean *lean, const struct model *model,
					  const struct function *f, struct table *table)
{
	struct row row = {f, f->v};

	table_line(table, NULL);
	table_cell(table, format_seconds(cost_ns(lean, f->v[FIG_CALLS])), TABLE_PLAIN);
	table_cell(table, cost_percent(lean, f->v[FIG_CALLS]), TABLE_PLAIN);
	rows_cells(s->view, model, table, &row);
	table_cell(table, function_stdname(f), TABLE_PLAIN);
}

/* Those that were called come first. */
static guint count_called(const GPtrArray *functions)
{
	guint count = 0;

	while (count < functions->len &&
		   ((const struct function *)functions->pdata[count])->v[FIG_CALLS])
		count++;
	return count;
}

static void print_left_out(const struct suggest *s, const struct lean *lean,
						   const struct model *model)
{
	struct table *table = table_new(stdout, terminal_color(s->view->color));
	guint called = count_called(lean->out);
	guint shown = MIN(called, (guint)s->view->limit);

	g_autofree char *what = g_strdup_printf(
		"Cost more to watch than they tell, if all may cost %g %% of the run without hooks:",
		100 * s->wish.cost);

	terminal_print(what, stdout);
	putchar('\n');
	table_column(table, "       cost", TABLE_RIGHT);
	table_column(table, "cost%", TABLE_RIGHT);
	rows_columns(s->view, table, false);
	table_column(table, "filename:lineno(function)", TABLE_LEFT);
	for (guint i = 0; i < shown; i++)
		print_row(s, lean, model, lean->out->pdata[i], table);
	rows_fit_and_print(s->view, table, (struct rows_place){2, 1}, stdout);
	if (shown < called)
		printf("%u more: see --limit\n", called - shown);
	if (called < lean->out->len)
		printf("%u more of these names: not called\n", lean->out->len - called);
	table_free(table);
	putchar('\n');
}

static bool write_list(const struct suggest *s, const struct lean *lean, GError **error)
{
	FILE *file = output_open(s->output, error);

	if (!file)
		return false;
	fprintf(file, "# %s, chosen by memreport suggest\n",
			s->positive ? "Functions to watch"
						: "Functions that cost more to watch than they tell");
	lean_write(lean, s->positive, file);
	return output_close(file, s->output, error);
}

static void print_advice(const struct suggest *s, const struct lean *lean)
{
	g_autofree char *file = s->output ? text_argument(s->output) : g_strdup("FILE");
	const char *flags = s->positive ? "" : "the options as before and ";

	if (!lean->out->len && lean->dear->len)
		puts("Nothing else to leave out.");
	else if (!lean->out->len)
		printf("Nothing to leave out: it may cost %g %% (--cost).\n", 100 * s->wish.cost);
	else if (!s->output)
		terminal_print("-o FILE writes the list that leaves them out; --exclude NAME keeps one in, "
					   "--cost more.",
					   stdout);
	if (s->output && (lean->out->len || s->positive))
		printf("%s %s: compile with %s--memfn-list=%s\n", file,
			   !lean->out->len ? "names all"
			   : s->positive   ? "names the others"
							   : "leaves them out",
			   flags, file);
	else if (s->output)
		printf("%s names no function\n", file);
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
	if (lean->out->len)
		print_left_out(s, lean, model);
	print_estimate(s, lean, model);
	if (s->output && !write_list(s, lean, &error))
		status = error_report(NULL, error);
	else
		print_advice(s, lean);
	lean_free(lean);
	return status;
}

static bool check(void *own, GError **error)
{
	struct suggest *s = own;

	s->wish.cost = 0.05;
	s->wish.kept = 0.95;
	return share_parse("--cost", s->cost, &s->wish.cost, error) &&
		   share_parse("--keep", s->keep, &s->wish.kept, error);
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
		 "What watching may cost, of the run without hooks (5%)", "PERCENT"},
		{"keep", 0, 0, G_OPTION_ARG_STRING, &s.keep,
		 "How many of the bytes must stay with their functions (95%)", "PERCENT"},
		{0},
	};
	const struct view_usage usage = {
		.arguments = "[PROFILE…]",
		.about = "Which functions to leave out so that the hooks of the others cost no more "
				 "than --cost allows, what the run costs with them and without, and a list that "
				 "leaves them out. Those stay that allocate the bytes that --keep wants to "
				 "stay, those of few calls, and as long as it costs no more the others, most "
				 "bytes a call first. --exclude GLOB keeps functions in.",
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
