/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Options of the commands over charges. */
#include "charge_view.h"

#include <string.h>

#include "arguments.h"
#include "error.h"
#include "moment.h"
#include "terminal.h"

enum { DEFAULT_LIMIT = 10 };

void charge_view_init(struct charge_view *view)
{
	memset(&view->grouping, 0, sizeof(view->grouping));
	view_init(&view->view);
	view->view.charges = true;
	view->view.limit = DEFAULT_LIMIT;
	view->classic = false;
	view->own = NULL;
}

void charge_view_clear(struct charge_view *view)
{
	view_clear(&view->view);
	g_strfreev(view->grouping.include);
	g_strfreev(view->grouping.exclude);
	g_free(view->own);
}

static bool check(struct charge_view *view, gboolean all, GError **error)
{
	if (view->view.limit < 0)
		return fail_usage(error, "--limit: it is %d when it should be 0 or more", view->view.limit);
	if (all)
		view->view.limit = G_MAXINT;
	return true;
}

bool charge_view_parse(struct charge_view *view, int argc, char **argv,
					   const struct charge_usage *usage, GError **error)
{
	g_autofree char *by = NULL, *style = NULL;
	g_auto(GStrv) args = NULL;
	gboolean all = FALSE;
	struct grouping *g = &view->grouping;
	GOptionEntry own[] = {usage->own, {0}};
	const GOptionEntry shared[] = {
		{"by", 0, 0, G_OPTION_ARG_STRING, &by,
		 "line, file, function, path, kind, library, thread or domain; several", "WHAT,…"},
		{"limit", 'n', 0, G_OPTION_ARG_INT, &view->view.limit, "The first N at most (10)", "N"},
		{"all", 'a', 0, G_OPTION_ARG_NONE, &all, "All of them", NULL},
		{"include", 'i', 0, G_OPTION_ARG_STRING_ARRAY, &g->include,
		 "Files, or kind:, function:, library:, thread:, domain:GLOB", "GLOB[:LINE]"},
		{"exclude", 'x', 0, G_OPTION_ARG_STRING_ARRAY, &g->exclude, "Not these", "GLOB[:LINE]"},
		{"all-frames", 0, 0, G_OPTION_ARG_NONE, &g->all_frames,
		 "Filters look at the callers' functions, too", NULL},
		{"snapshot", 0, 0, G_OPTION_ARG_STRING, &view->view.snapshot,
		 "As of this snapshot, or the peak; as PROFILE@SNAPSHOT", "SNAPSHOT"},
		{"style", 0, 0, G_OPTION_ARG_STRING, &style,
		 "plain, or classic: as Python's tools print it", "STYLE"},
		{"strip-dirs", 'S', 0, G_OPTION_ARG_NONE, &view->view.strip_dirs,
		 "Files without their folders", NULL},
		{"bytes", 'b', 0, G_OPTION_ARG_NONE, &view->view.exact, "Sizes as exact bytes", NULL},
		{0},
	};
	g_autoptr(GOptionContext) context = g_option_context_new("[PROFILE…]");

	own[0].arg_data = &view->own;
	args = arguments_copy(argc, argv, own, shared, false);
	g_option_context_set_summary(context, usage->about);
	g_option_context_set_description(context, usage->example);
	g_option_context_add_main_entries(context, own, NULL);
	g_option_context_add_main_entries(context, shared, NULL);
	if (!g_option_context_parse_strv(context, &args, error)) {
		if (error)
			view_hint_option(*error, own, shared);
		return false;
	}
	view->view.profiles = arguments_rest(args, false);
	if (!view_style_check(&style, error))
		return false;
	view->classic = view_style_is_classic(&style);
	g->last_first = view->classic;
	return check(view, all, error) && grouping_set_by(g, by ? by : usage->by, error);
}

bool charge_view_check_moment(struct charge_view *view, const char *chosen, GError **error)
{
	enum group_order order = view->grouping.order;

	if (!moment_is_named(&view->view))
		return true;
	if (!chosen)
		view->grouping.order = ORDER_LIVE;
	else if (order == ORDER_AT_PEAK || order == ORDER_OWN_PEAK)
		return fail_usage(error, "%s: a snapshot does not hold it; see PROFILE@peak", chosen);
	return true;
}

int charge_view_command(int argc, char **argv,
						bool (*parse)(struct charge_view *view, int argc, char **argv,
									  GError **error),
						void (*print)(const struct charge_view *view))
{
	struct charge_view view;
	struct model *model;
	GError *error = NULL;
	int status = EXIT_KEPT;

	charge_view_init(&view);
	if (!parse(&view, argc, argv, &error)) {
		status = error_report(NULL, error);
	} else if ((model = view_load(&view.view, &status))) {
		view.grouping.model = model;
		terminal_page();
		print(&view);
		model_free(model);
	}
	charge_view_clear(&view);
	return status;
}
