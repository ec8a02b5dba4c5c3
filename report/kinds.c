/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* memreport kinds: what types the memory is of, as heapy shows them (guppy/heapy/Part.py). */
#include <inttypes.h>
#include <string.h>

#include "banner.h"
#include "charge_view.h"
#include "commands.h"
#include "error.h"

static const struct {
	const char *name;
	enum group_order order;
	const char *title;
} moments[] = {
	{"peak", ORDER_AT_PEAK, "Live at the peak:"},
	{"end", ORDER_LIVE, NULL}, /* "Live", and when */
	{"all", ORDER_BYTES, "Allocated in all:"},
};

static struct held sum(const GArray *groups, enum group_order order)
{
	struct held total = {0};

	for (guint i = 0; i < groups->len; i++) {
		struct held held = group_held(&g_array_index(groups, struct group, i), order);

		total.bytes += held.bytes;
		total.blocks += held.blocks;
	}
	return total;
}

/* heapy rounds as %.0f does, and would stop at a partition of no bytes. */
static double percent(int64_t part, int64_t whole)
{
	return whole ? (double)part * 100 / (double)whole : 0;
}

/* As many rows as are wanted, and the next one rather than a line that says there is one more. */
static guint rows_shown(const struct charge_view *view, const GArray *groups)
{
	guint limit = (guint)view->view.limit;

	return groups->len <= limit || groups->len - limit == 1 ? groups->len : limit;
}

static void print_partition(const struct charge_view *view, const GArray *groups)
{
	enum group_order order = view->grouping.order;
	struct held total = sum(groups, order);
	g_autofree char *title = grouping_title(&view->grouping);
	guint shown = rows_shown(view, groups);
	int64_t cumulative = 0;
	/* As wide as heapy's, which are too narrow from 100 MB on. */
	int digits = view->classic ? 0 : snprintf(NULL, 0, "%" PRIi64, total.bytes);
	int counts = view->classic ? 0 : snprintf(NULL, 0, "%" PRIi64, total.blocks);
	int count = MAX(6, counts), size = MAX(8, digits), most = MAX(9, digits);

	printf("Partition of a set of %" PRIi64 " object%s. Total size = %" PRIi64 " bytes.\n",
		   total.blocks, total.blocks == 1 ? "" : "s", total.bytes);
	if (groups->len)
		printf(" Index %*s   %% %*s   %% %*s  %% %s\n", count, "Count", size, "Size", most + 1,
			   "Cumulative", title);
	for (guint i = 0; i < shown; i++) {
		const struct group *group = &g_array_index(groups, struct group, i);
		struct held held = group_held(group, order);
		g_autofree char *name = group_name(&view->grouping, group);

		cumulative += held.bytes;
		printf("%6u %*" PRIi64 " %3.0f %*" PRIi64 " %3.0f %*" PRIi64 " %3.0f %s\n", i, count,
			   held.blocks, percent(held.blocks, total.blocks), size, held.bytes,
			   percent(held.bytes, total.bytes), most, cumulative, percent(cumulative, total.bytes),
			   name);
	}
	if (groups->len > shown)
		printf("<%u more rows. Type e.g. '%s' to view.>\n", groups->len - shown,
			   view->classic ? "_.more" : "memreport kinds --all");
}

static void print_title(const struct grouping *grouping)
{
	const char *title = NULL;

	for (guint i = 0; i < G_N_ELEMENTS(moments); i++)
		if (moments[i].order == grouping->order)
			title = moments[i].title;
	if (title)
		printf("%s\n\n", title);
	else
		printf("Live %s:\n\n", model_moment(grouping->model));
}

void kinds_print(const struct charge_view *view)
{
	const struct grouping *grouping = &view->grouping;
	GArray *groups = group_charges(grouping);

	if (!view->classic) {
		banner_print(grouping->model, view->view.exact, stdout);
		print_title(grouping);
	}
	print_partition(view, groups);
	group_print_missing(grouping, view->classic ? stderr : stdout);
	if (!view->classic) {
		group_print_hints(grouping);
		putchar('\n');
		trust_print(grouping->model, view->view.exact, stdout);
	}
	g_array_free(groups, TRUE);
}

static bool set_moment(struct charge_view *view, const char *name, GError **error)
{
	for (guint i = 0; i < G_N_ELEMENTS(moments); i++)
		if (!strcmp(name, moments[i].name)) {
			view->grouping.order = moments[i].order;
			return true;
		}
	return fail_usage(error, "--at %s: not one of peak end all", name);
}

static bool parse(struct charge_view *view, int argc, char **argv, GError **error)
{
	static const struct charge_usage usage = {
		.about = "What types the memory is of that was live at the peak, as heapy shows it. A "
				 "type with a ? behind it is a guess.",
		.example = "Examples:\n"
				   "  memreport kinds\n"
				   "  memreport kinds --at end --by kind,line\n"
				   "  memreport kinds --snapshot loaded\n"
				   "  memreport lines --include 'kind:struct node'",
		.by = "kind",
		.own = {"at", 0, 0, G_OPTION_ARG_STRING, NULL,
				"Live at the peak or at the end, or all that was allocated", "peak|end|all"},
	};

	return charge_view_parse(view, argc, argv, &usage, error) &&
		   set_moment(view, view->own ? view->own : "peak", error) &&
		   charge_view_check_moment(view, view->own, error);
}

int command_kinds(int argc, char **argv)
{
	return charge_view_command(argc, argv, parse, kinds_print);
}
