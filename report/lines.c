/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/*
 * memreport lines: the source lines that allocate most, with their text, as tracemalloc shows them.
 * In the classic style it is byte for byte what display_top of Python's documentation prints.
 */
#include <string.h>

#include "banner.h"
#include "charge_view.h"
#include "commands.h"
#include "error.h"
#include "format.h"
#include "source.h"
#include "terminal.h"
#include "text.h"

struct lines {
	const struct charge_view *view;
	const struct grouping *grouping;
	GArray *groups; /* of struct group */
	guint shown;
	struct source *source; /* NULL: the text of lines is not wanted */
};

static const struct group *group_at(const struct lines *lines, guint i)
{
	return &g_array_index(lines->groups, struct group, i);
}

/* The last two parts of a file's name. */
static char *classic_file(const char *file)
{
	const char *last = strrchr(file, '/'), *from = last;

	while (from && from > file && from[-1] != '/')
		from--;
	return text_printable(from ? from : file);
}

static int64_t classic_size(const struct lines *lines, const struct group *group)
{
	enum group_order order = lines->grouping->order;

	return order == ORDER_OWN_PEAK ? group_value(group, order) : group_held(group, order).bytes;
}

static void print_text(const struct lines *lines, const struct charge *first)
{
	g_autofree char *text = source_line(lines->source, first->file, first->line);

	if (text && lines->view->classic)
		printf("    %s\n", text);
	else if (text)
		terminal_print_cut("    ", text);
}

/* In place of the text, where no line is known. */
static void print_function(const struct lines *lines, const struct charge *first)
{
	const struct model *model = lines->grouping->model;
	const struct function *function =
		model_function(model, model_path(model, first->path)->function);

	puts(function->pseudo ? "    (outside the functions that are profiled)"
						  : "    (no line is known)");
}

static double kib(double bytes)
{
	return bytes / 1024;
}

static void print_classic(const struct lines *lines)
{
	bool by_line = lines->grouping->by[0] == GROUP_LINE;
	double other = 0, total = 0; /* peaks have no sum that a model has seen to */

	printf("Top %d lines\n", lines->view->view.limit);
	for (guint i = 0; i < lines->groups->len; i++) {
		const struct charge *first = group_at(lines, i)->first;
		double size = (double)classic_size(lines, group_at(lines, i));
		g_autofree char *file = classic_file(first->file);

		total += size;
		if (i >= lines->shown) {
			other += size;
			continue;
		}
		printf("#%u: %s:%u: %.1f KiB\n", i + 1, file, by_line ? first->line : 0, kib(size));
		if (by_line)
			print_text(lines, first);
	}
	if (lines->groups->len > lines->shown)
		printf("%u other: %.1f KiB\n", lines->groups->len - lines->shown, kib(other));
	printf("Total allocated size: %.1f KiB\n", kib(total));
}

/* What comes first in a heading or a sum: "12 MiB in 177 blocks". */
static char *held_text(const struct lines *lines, struct held held)
{
	enum group_order order = lines->grouping->order;
	bool live = order == ORDER_LIVE || order == ORDER_AT_PEAK;
	g_autofree char *size = format_size(held.bytes, lines->view->view.exact);
	g_autofree char *count = format_count(held.blocks);

	return g_strdup_printf("%s in %s %s%s", size, count, live ? "block" : "allocation",
						   held.blocks == 1 ? "" : "s");
}

static void print_group(const struct lines *lines, guint i)
{
	const struct group *group = group_at(lines, i);
	struct held held = group_held(group, lines->grouping->order);
	bool exact = lines->view->view.exact;
	g_autofree char *name = group_name(lines->grouping, group);
	g_autofree char *text = held_text(lines, held);
	g_autofree char *average = format_size(held.blocks ? held.bytes / held.blocks : 0, exact);
	g_autofree char *own = format_size(group->own_peak_bytes, exact);
	g_autofree char *line =
		lines->grouping->order == ORDER_OWN_PEAK
			? g_strdup_printf("#%u: %s: %s at once, of %s", i + 1, name, own, text)
			: g_strdup_printf("#%u: %s: %s, average %s", i + 1, name, text, average);

	terminal_print(line, stdout);
	if (lines->source && !group->first->placed)
		print_function(lines, group->first);
	else if (lines->source)
		print_text(lines, group->first);
}

static void print_sums(const struct lines *lines)
{
	struct held other = {0}, total = {0};
	guint rest = lines->groups->len - lines->shown;
	g_autofree char *other_text = NULL, *total_text = NULL;

	for (guint i = 0; i < lines->groups->len; i++) {
		struct held held = group_held(group_at(lines, i), lines->grouping->order);

		total.bytes += held.bytes;
		total.blocks += held.blocks;
		other.bytes += i < lines->shown ? 0 : held.bytes;
		other.blocks += i < lines->shown ? 0 : held.blocks;
	}
	other_text = held_text(lines, other);
	total_text = held_text(lines, total);
	if (rest)
		printf("%u other: %s\n", rest, other_text);
	printf("Total: %s\n", total_text);
}

static void print_plain(const struct lines *lines)
{
	static const char *const orders[] = {
		[ORDER_BYTES] = "bytes allocated",
		[ORDER_COUNT] = "allocations",
		[ORDER_LIVE] = NULL, /* when depends */
		[ORDER_AT_PEAK] = "bytes live at the peak",
		[ORDER_OWN_PEAK] = "the most they had live at once",
	};
	enum group_order order = lines->grouping->order;
	g_autofree char *live = g_strdup_printf("bytes live %s", model_moment(lines->grouping->model));
	g_autofree char *title = grouping_title(lines->grouping);
	g_autofree char *what = g_ascii_strdown(title, -1);

	banner_print(lines->grouping->model, lines->view->view.exact, stdout);
	printf("Top %u of %u, by %s: %s\n\n", lines->shown, lines->groups->len, what,
		   orders[order] ? orders[order] : live);
	for (guint i = 0; i < lines->shown; i++)
		print_group(lines, i);
	print_sums(lines);
	group_print_missing(lines->grouping, stdout);
	group_print_hints(lines->grouping);
	putchar('\n');
	trust_print(lines->grouping->model, lines->view->view.exact, stdout);
}

void lines_print(const struct charge_view *view)
{
	const struct grouping *grouping = &view->grouping;
	struct lines lines = {.view = view, .grouping = grouping, .groups = group_charges(grouping)};

	lines.shown = MIN(lines.groups->len, (guint)view->view.limit);
	if (grouping->by[0] == GROUP_LINE)
		lines.source = source_beside(view->view.profiles);
	if (view->classic) {
		print_classic(&lines);
		group_print_missing(grouping, stderr);
	} else {
		print_plain(&lines);
	}
	if (lines.source)
		source_free(lines.source);
	g_array_free(lines.groups, TRUE);
}

static bool parse(struct charge_view *view, int argc, char **argv, GError **error)
{
	static const struct charge_usage usage = {
		.about = "The source lines that allocate most, with their text. Each allocation is "
				 "charged to the line, in the innermost profiled function, of the call that led "
				 "to it.",
		.example = "Examples:\n"
				   "  memreport lines --limit 3\n"
				   "  memreport lines --sort atpeak --include 'src/*' --exclude 'src/pool.c:30'\n"
				   "  memreport lines --by function,kind --sort live\n"
				   "  memreport lines profile.out@before",
		.by = "line",
		.own = {"sort", 's', 0, G_OPTION_ARG_STRING, NULL,
				"Order by bytes, count, live, atpeak or ownpeak, largest first", "FIGURE"},
	};
	struct grouping *g = &view->grouping;

	g->order = ORDER_BYTES;
	if (!charge_view_parse(view, argc, argv, &usage, error) ||
		(view->own && !grouping_set_order(g, view->own, error)))
		return false;
	if (!charge_view_check_moment(view, view->own, error))
		return false;
	if (view->classic && (g->by_count > 1 || g->by[0] > GROUP_FILE))
		return fail_usage(error, "--style classic: it shows lines or files only");
	return true;
}

int command_lines(int argc, char **argv)
{
	return charge_view_command(argc, argv, parse, lines_print);
}
