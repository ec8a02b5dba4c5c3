/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/*
 * memreport marks: the program's own checkpoints, each with what has changed since the one before.
 * In the classic style the line that the function using() prints, which users of Python's resource
 * module copy from each other:
 *     '%s: usertime=%s systime=%s mem=%s mb' % (point, ru_utime, ru_stime, ru_maxrss / 1024.0)
 */
#include <inttypes.h>
#include <string.h>

#include "banner.h"
#include "change.h"
#include "commands.h"
#include "error.h"
#include "format.h"
#include "rows.h"
#include "terminal.h"
#include "text.h"

static const struct mark *mark_at(const struct model *model, guint i)
{
	return &g_array_index(model->marks, struct mark, i);
}

static void print_mark(struct table *table, const struct mark *m, bool exact)
{
	table_line(table, NULL);
	table_cell(table, format_seconds(m->ns), TABLE_PLAIN);
	table_cell(table, format_seconds(m->user_ns), TABLE_PLAIN);
	table_cell(table, format_seconds(m->system_ns), TABLE_PLAIN);
	table_cell(table, format_size(m->rss_bytes, exact), TABLE_PLAIN);
	table_cell(table, format_size(m->peak_rss_bytes, exact), TABLE_PLAIN);
	table_cell(table, format_size(m->swap_bytes, exact), TABLE_PLAIN);
	table_cell(table, format_size(m->live_bytes, exact), TABLE_PLAIN);
	table_cell(table, format_size(m->peak_bytes, exact), TABLE_PLAIN);
	table_cell(table, format_count(m->allocs), TABLE_PLAIN);
	table_cell(table, text_printable(m->label), TABLE_PLAIN);
}

static void print_change(struct table *table, const struct mark *m, const struct mark *before,
						 bool exact)
{
	int64_t live = m->live_bytes - before->live_bytes;

	table_line(table, NULL);
	table_cell(table, change_seconds(m->ns - before->ns), TABLE_PLAIN);
	table_cell(table, change_seconds(m->user_ns - before->user_ns), TABLE_PLAIN);
	table_cell(table, change_seconds(m->system_ns - before->system_ns), TABLE_PLAIN);
	table_cell(table, change_size(m->rss_bytes - before->rss_bytes, exact), TABLE_PLAIN);
	table_cell(table, change_size(m->peak_rss_bytes - before->peak_rss_bytes, exact), TABLE_PLAIN);
	table_cell(table, change_size(m->swap_bytes - before->swap_bytes, exact), TABLE_PLAIN);
	table_cell(table, change_size(live, exact), live > 0 ? TABLE_HOT : TABLE_PLAIN);
	table_cell(table, change_size(m->peak_bytes - before->peak_bytes, exact), TABLE_PLAIN);
	table_cell(table, change_count(m->allocs - before->allocs), TABLE_PLAIN);
	table_cell(table, g_strdup(""), TABLE_PLAIN);
}

static void print_table(const struct view *view, const struct model *model, guint first, guint end)
{
	static const char *const headings[] = {"   time", "user", "system", "RSS",   "peak RSS",
										   "swap",    "live", "peak",   "allocs"};
	static const struct rows_spare spare[] = {{"swap", 5}, {"system", 2},   {"user", 1},
											  {"RSS", 3},  {"peak RSS", 4}, {NULL, 0}};
	struct table *table = table_new(stdout, terminal_color(view->color));

	for (size_t i = 0; i < G_N_ELEMENTS(headings); i++)
		table_column(table, headings[i], TABLE_RIGHT);
	table_column(table, "mark, then the change", TABLE_LEFT);
	for (guint i = first; i < end; i++) {
		print_mark(table, mark_at(model, i), view->exact);
		if (i > first)
			print_change(table, mark_at(model, i), mark_at(model, i - 1), view->exact);
	}
	rows_print_fixed(table, spare);
	table_free(table);
}

static void print_classic(const struct mark *m)
{
	g_autofree char *label = text_printable(m->label);
	g_autofree char *user = format_python_float((double)m->user_ns / 1e9, 6);
	g_autofree char *system = format_python_float((double)m->system_ns / 1e9, 6);
	g_autofree char *peak = format_python_float((double)m->peak_rss_bytes / 1048576, 10);

	printf("%s: usertime=%s systime=%s mem=%s mb\n", label, user, system, peak);
}

static void print_plain(const struct view *view, const struct model *model)
{
	banner_print(model, view->exact, stdout);
	for (guint i = 0, end = 0; i < model->marks->len; i = end) {
		uint32_t process = mark_at(model, i)->process;

		while (end < model->marks->len && mark_at(model, end)->process == process)
			end++;
		putchar('\n');
		if (model->processes->len > 1)
			printf("pid %u:\n", model_process(model, process)->pid);
		print_table(view, model, i, end);
	}
	putchar('\n');
	trust_print(model, view->exact, stdout);
}

void marks_print(const struct view *view, const struct model *model, bool classic)
{
	for (guint i = 0; classic && i < model->marks->len; i++)
		print_classic(mark_at(model, i));
	if (!classic)
		print_plain(view, model);
}

static int print(struct view *view, const struct model *model, void *style)
{
	if (!model->marks->len)
		return view_not_recorded(
			view, "marks: there are none: the program sets them with memfn_mark(\"label\")");
	marks_print(view, model, view_style_is_classic(style));
	return EXIT_KEPT;
}

int command_marks(int argc, char **argv)
{
	static const struct view_steps steps = {view_style_check, print};
	g_autofree char *style = NULL;
	const GOptionEntry own[] = {
		{"style", 0, 0, G_OPTION_ARG_STRING, &style,
		 "plain, or classic: the line that Python's users of resource know", "STYLE"},
		{0},
	};
	const struct view_usage usage = {
		.arguments = "[PROFILE…]",
		.about = "The program's checkpoints, memfn_mark(\"label\"), each with the change since "
				 "the one before. peak RSS is the system's (VmHWM); live and peak are what was "
				 "traced.",
		.example = "Example:\n  memreport marks profile.out",
		.sort = "peak",
		.without = "filter exclude snapshot strip-dirs compensate",
		.own = own,
	};

	return view_command(argc, argv, &usage, &steps, &style);
}
