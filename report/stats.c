/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* memreport stats: one line a function, as pstats' print_stats. The default command. */
#include "banner.h"
#include "choices.h"
#include "commands.h"
#include "error.h"
#include "rows.h"
#include "stats_classic.h"

void stats_print(struct view *view, const struct model *model, FILE *stream)
{
	GArray *rows = view_rows(view, model);

	if (model->trust.flags & MEMFN_HEADER_RSS && !view->columns_given)
		view_set_columns(view, "+rss,+vms,+shared", NULL);
	banner_print(model, view->exact, stream);
	view_print_order(view, stream);
	rows_print(view, model, rows, stream);
	putc('\n', stream);
	trust_print(model, view->exact, stream);
	choices_print_idle(model, stream);
	advice_print(model, stream);
	g_array_free(rows, TRUE);
}

static int print(struct view *view, const struct model *model, void *style)
{
	(view_style_is_classic(style) ? stats_classic_print : stats_print)(view, model, stdout);
	return EXIT_KEPT;
}

int command_stats(int argc, char **argv)
{
	static const struct view_steps steps = {view_style_check, print};
	g_autofree char *style = NULL;
	const GOptionEntry own[] = {
		{"style", 0, 0, G_OPTION_ARG_STRING, &style,
		 "plain, or classic: a line as of a Python decorator; needs rss=1", "STYLE"},
		{0},
	};
	const struct view_usage usage = {
		.arguments = "[PROFILE…]",
		.about = "One line a function: its calls, time and memory.",
		.example = "Example: the ten functions below src/ that need the most memory\n"
				   "  memreport stats --filter 'file:src/*' --limit 10 profile.out",
		.sort = "peak",
		.columns = STATS_COLUMNS,
		.own = own,
	};

	return view_command(argc, argv, &usage, &steps, &style);
}
