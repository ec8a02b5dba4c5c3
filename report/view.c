/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Shared options: parsing them, and what they select. */
#include "view.h"

#include <string.h>

#include "error.h"

static const char default_profile[] = "profile.out";

void view_init(struct view *view)
{
	*view = (struct view){.limit = G_MAXINT};
	view->sort = g_ptr_array_new();
}

void view_clear(struct view *view)
{
	g_ptr_array_free(view->sort, TRUE);
	g_strfreev(view->profiles);
}

static bool add_sort_keys(struct view *view, char *const *lists, GError **error)
{
	for (; lists && *lists; lists++) {
		g_auto(GStrv) names = g_strsplit(*lists, ",", -1);

		for (char **name = names; *name; name++) {
			const struct column *column = column_find(*name, error);

			if (!column)
				return false;
			g_ptr_array_add(view->sort, (gpointer)column);
		}
	}
	if (!view->sort->len)
		g_ptr_array_add(view->sort, (gpointer)column_find("peak", NULL));
	return true;
}

bool view_parse(struct view *view, int argc, char **argv, const GOptionEntry *own,
				const char *usage, const char *about, GError **error)
{
	g_auto(GStrv) sort = NULL;
	const GOptionEntry shared[] = {
		{"sort", 's', 0, G_OPTION_ARG_STRING_ARRAY, &sort,
		 "sort by these columns (default: peak); see memreport --help", "COLUMN,..."},
		{"limit", 'n', 0, G_OPTION_ARG_INT, &view->limit, "show the first N only", "N"},
		{"bytes", 'b', 0, G_OPTION_ARG_NONE, &view->exact, "show sizes as exact bytes", NULL},
		{0},
	};
	g_autoptr(GOptionContext) context = g_option_context_new(usage);
	g_auto(GStrv) args = g_new0(char *, argc + 1);

	for (int i = 0; i < argc; i++)
		args[i] = g_strdup(argv[i]);
	g_option_context_set_summary(context, about);
	g_option_context_add_main_entries(context, shared, NULL);
	if (own)
		g_option_context_add_main_entries(context, own, NULL);
	if (!g_option_context_parse_strv(context, &args, error))
		return false;
	if (view->limit < 0)
		return fail_usage(error, "--limit: it is %d when it should be 0 or more", view->limit);
	view->profiles = args[1] ? g_strdupv(args + 1) : g_strsplit(default_profile, ",", -1);
	return add_sort_keys(view, sort, error);
}

struct model *view_load(const struct view *view, int *status)
{
	struct model *model = model_new();
	GError *error = NULL;

	for (char **name = view->profiles; *name; name++) {
		struct profile *profile = profile_read(*name, &error);
		bool added = profile && model_add(model, profile, &error);

		profile_free(profile);
		if (!added) {
			*status = error_report(*name, error);
			model_free(model);
			return NULL;
		}
	}
	model_finish(model);
	return model;
}

static gint compare_rows(gconstpointer a, gconstpointer b, gpointer data)
{
	const struct view *view = data;

	for (guint i = 0; i < view->sort->len; i++) {
		int order = column_compare(view->sort->pdata[i], a, b);

		if (order)
			return view->reverse ? -order : order;
	}
	return row_compare_place(a, b);
}

void view_sort(const struct view *view, GArray *rows)
{
	g_array_sort_with_data(rows, compare_rows, (gpointer)view);
}

GArray *view_rows(const struct view *view, const struct model *model)
{
	GArray *rows = g_array_new(FALSE, FALSE, sizeof(struct row));

	for (guint i = 0; i < model->functions->len; i++) {
		const struct function *f = model_function(model, i);
		struct row row = {f, f->v};

		if (f->v[FIG_CALLS] || f->v[FIG_OPEN_CALLS])
			g_array_append_val(rows, row);
	}
	view_sort(view, rows);
	if (rows->len > (guint)view->limit)
		g_array_set_size(rows, (guint)view->limit);
	return rows;
}
