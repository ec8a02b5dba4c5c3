/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* memreport snapshots: which moments a profile holds, by the names that PROFILE@SNAPSHOT takes. */
#include <string.h>

#include "banner.h"
#include "change.h"
#include "commands.h"
#include "error.h"
#include "format.h"
#include "rows.h"
#include "terminal.h"
#include "text.h"

static const struct picture *picture_at(const struct model *model, guint i)
{
	return &g_array_index(model->pictures, struct picture, i);
}

/* The label, by which it can be named; the number, too, where it is not the only one of that. */
static char *name_of(const struct picture *p)
{
	static const char *const causes[] = {"", " (signal)", " (every so often)"};
	g_autofree char *label = text_printable(p->label);
	bool says_so =
		g_str_has_prefix(label, "snapshot_"); /* the option's name, as the runtime gives */

	return g_strconcat(label, !says_so && p->cause < G_N_ELEMENTS(causes) ? causes[p->cause] : "",
					   NULL);
}

static void print_picture(struct table *table, const struct picture *p,
						  const struct picture *before, bool exact)
{
	int64_t change = p->live_bytes - (before ? before->live_bytes : 0);

	table_line(table, NULL);
	table_cell(table, g_strdup_printf("%u", p->index), TABLE_PLAIN);
	table_cell(table, format_seconds(p->ns), TABLE_PLAIN);
	table_cell(table, format_size(p->live_bytes, exact), TABLE_PLAIN);
	table_cell(table, change_size(change, exact), change > 0 ? TABLE_HOT : TABLE_PLAIN);
	table_cell(table, format_count(p->live_blocks), TABLE_PLAIN);
	table_cell(table, p->rss_bytes ? format_size(p->rss_bytes, exact) : g_strdup("-"), TABLE_PLAIN);
	table_cell(table, format_count(p->frames), TABLE_PLAIN);
	table_cell(table, format_seconds(p->cost_ns), TABLE_PLAIN);
	table_cell(table, name_of(p), TABLE_PLAIN);
}

/* What needs no snapshot: the peak, and the end. */
static void print_fixed(struct table *table, const char *name, int64_t ns, int64_t bytes,
						int64_t blocks, bool exact)
{
	table_line(table, NULL);
	table_cell(table, g_strdup(""), TABLE_PLAIN);
	table_cell(table, ns ? format_seconds(ns) : g_strdup(""), TABLE_PLAIN);
	table_cell(table, format_size(bytes, exact), TABLE_PLAIN);
	table_cell(table, g_strdup(""), TABLE_PLAIN);
	table_cell(table, format_count(blocks), TABLE_PLAIN);
	for (int i = 0; i < 3; i++)
		table_cell(table, g_strdup(""), TABLE_PLAIN);
	table_cell(table, g_strdup(name), TABLE_PLAIN);
}

#define HOW_TAKEN                                                                                  \
	"a program takes them with memfn_snapshot(\"label\"), at a signal with "                       \
	"MEMFN_OPTIONS=snapshot_signal=USR2, every so often with MEMFN_OPTIONS=snapshot_every=10s"

/* Of several processes the figures of the peak and the end are those of all together. */
static bool has_peak_and_end(const struct model *model)
{
	return model->processes->len == 1 && !model->rewound;
}

static void print_peak_and_end(struct table *table, const struct model *model, bool exact)
{
	const struct totals *t = &model->totals;
	int64_t blocks = 0;

	for (guint i = 0; i < model->functions->len; i++)
		blocks += model_function(model, i)->v[FIG_AT_PEAK_BLOCKS];
	if (has_peak_and_end(model)) {
		print_fixed(table, "peak", 0, t->peak_bytes, blocks, exact);
		print_fixed(table, model_is_over(model) ? "end" : "now", t->wall_ns, t->leaked_bytes,
					t->leaked_blocks, exact);
	}
}

static void print_table(const struct view *view, const struct model *model, guint first, guint end)
{
	static const char *const headings[] = {"  index", "time", "live",   "change",
										   "blocks",  "RSS",  "frames", "cost"};
	static const struct rows_spare spare[] = {{"cost", 7},   {"frames", 6}, {"RSS", 5},
											  {"blocks", 4}, {"change", 3}, {NULL, 0}};
	struct table *table = table_new(stdout, terminal_color(view->color));

	for (size_t i = 0; i < G_N_ELEMENTS(headings); i++)
		table_column(table, headings[i], TABLE_RIGHT);
	table_column(table, "snapshot", TABLE_LEFT);
	for (guint i = first; i < end; i++)
		print_picture(table, picture_at(model, i), i > first ? picture_at(model, i - 1) : NULL,
					  view->exact);
	print_peak_and_end(table, model, view->exact);
	rows_print_fixed(table, spare);
	table_free(table);
}

void snapshots_print(const struct view *view, const struct model *model)
{
	guint i = 0, end = 0;

	banner_print(model, view->exact, stdout);
	for (guint process = 0; process < model->processes->len; process++, i = end) {
		while (end < model->pictures->len && picture_at(model, end)->process == process)
			end++;
		if (model->processes->len > 1 && i == end)
			continue;
		putchar('\n');
		if (model->processes->len > 1)
			printf("pid %u:\n", model_process(model, process)->pid);
		print_table(view, model, i, end);
	}
	if (!model->pictures->len) {
		putchar('\n');
		terminal_print("There are no others: " HOW_TAKEN ".", stdout);
	}
	putchar('\n');
	trust_print(model, view->exact, stdout);
}

static int print(struct view *view, const struct model *model, void *own)
{
	(void)own;
	if (!model->pictures->len && !has_peak_and_end(model))
		return view_not_recorded(view, "snapshots: there are none: " HOW_TAKEN);
	snapshots_print(view, model);
	return EXIT_KEPT;
}

int command_snapshots(int argc, char **argv)
{
	static const struct view_steps steps = {.print = print};
	static const struct view_usage usage = {
		.arguments = "[PROFILE…]",
		.about = "The snapshots that a profile holds: when, what was live, how many frames were "
				 "open, what taking it cost. Each command takes PROFILE@SNAPSHOT, a label or an "
				 "index, or \"peak\" or \"end\" (\"now\"), in place of PROFILE.",
		.example = "Examples:\n"
				   "  memreport snapshots\n"
				   "  memreport lines profile.out@loaded\n"
				   "  memreport stats profile.out@2\n"
				   "  memreport diff profile.out@before profile.out@after",
		.sort = "peak",
		.without = "filter exclude snapshot strip-dirs compensate",
	};

	return view_command(argc, argv, &usage, &steps, NULL);
}
