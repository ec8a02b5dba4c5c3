/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Shared options: parsing them, and what they select. */
#include "view.h"

#include <string.h>

#include "arguments.h"
#include "error.h"
#include "hint.h"
#include "moment.h"
#include "progress.h"
#include "select.h"

void view_init(struct view *view)
{
	*view = (struct view){.limit = G_MAXINT};
	view->sort = g_ptr_array_new();
	view->columns = g_array_new(FALSE, FALSE, sizeof(struct shown));
	view->reduced = g_string_new(NULL);
}

void view_clear(struct view *view)
{
	g_ptr_array_free(view->sort, TRUE);
	g_array_free(view->columns, TRUE);
	g_string_free(view->reduced, TRUE);
	g_strfreev(view->only);
	g_strfreev(view->filter);
	g_strfreev(view->exclude);
	g_strfreev(view->profiles);
	g_free(view->color);
	g_free(view->snapshot);
}

bool view_style_is_classic(const void *style)
{
	return !g_strcmp0(*(char *const *)style, "classic");
}

bool view_style_check(void *style, GError **error)
{
	const char *word = *(char **)style;

	if (word && strcmp(word, "plain") && !view_style_is_classic(style))
		return fail_usage(error, "--style %s: not one of plain classic", word);
	return true;
}

/* At least one: g_strsplit finds none in nothing. */
static char **split_names(const char *list)
{
	return g_strsplit(*list ? list : ",", ",", -1);
}

bool view_set_sort(struct view *view, const char *list, GError **error)
{
	g_auto(GStrv) names = split_names(list);

	for (char **name = names; *name; name++) {
		const struct column *column = column_find(*name, error);

		if (!column)
			return false;
		g_ptr_array_add(view->sort, (gpointer)column);
	}
	return true;
}

static bool is_shown(const struct view *view, const struct shown *shown)
{
	for (guint i = 0; i < view->columns->len; i++) {
		const struct shown *other = &g_array_index(view->columns, struct shown, i);

		if (other->column == shown->column && other->percent == shown->percent)
			return true;
	}
	return false;
}

/* A name with a % behind it is a share; one with a + before it comes after those there are. */
bool view_set_columns(struct view *view, const char *list, GError **error)
{
	g_auto(GStrv) names = split_names(list);

	if (**names != '+')
		g_array_set_size(view->columns, 0);
	for (char **name = names; *name; name++) {
		char *text = *name + (**name == '+');
		struct shown shown = {.percent = g_str_has_suffix(text, "%")};

		text[strlen(text) - shown.percent] = 0;
		shown.column = column_find(text, error);
		if (!shown.column)
			return false;
		if (shown.percent && !column_has_whole(shown.column))
			return fail_usage(error, "column %s: has no whole to be a share of", text);
		if (!is_shown(view, &shown))
			g_array_append_val(view->columns, shown);
	}
	return true;
}

static bool set_lists(struct view *view, char *const *sort, char *const *columns,
					  const struct view_usage *usage, GError **error)
{
	if (usage->columns && !view_set_columns(view, usage->columns, error))
		return false;
	view->columns_given = columns;
	view->sort_given = sort;
	for (; columns && *columns; columns++)
		if (!view_set_columns(view, *columns, error))
			return false;
	for (; sort && *sort; sort++)
		if (!view_set_sort(view, *sort, error))
			return false;
	return view->sort->len || view_set_sort(view, usage->sort, error);
}

void view_hint_option(GError *error, const GOptionEntry *own, const GOptionEntry *shared)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new();
	const char *option = strstr(error->message, " --");

	if (!g_error_matches(error, G_OPTION_ERROR, G_OPTION_ERROR_UNKNOWN_OPTION) || !option)
		return;
	for (; own && own->long_name; own++)
		g_ptr_array_add(names, (gpointer)own->long_name);
	for (; shared->long_name; shared++)
		g_ptr_array_add(names, (gpointer)shared->long_name);
	g_autofree char *word = g_strndup(option + 3, strcspn(option + 3, "="));
	g_autofree char *hint = hint_name("--", word, names->pdata, names->len, sizeof(gpointer));
	g_autofree char *help = g_strdup_printf("; see %s --help", g_get_prgname());

	error_append(error, *hint ? hint : help);
}

static bool parse_with(struct view *view, GOptionContext *context, char ***args, GError **error)
{
	static const char *const colors[] = {"auto", "always", "never", NULL};

	if (!g_option_context_parse_strv(context, args, error))
		return false;
	if (view->limit < 0)
		return fail_usage(error, "--limit: it is %d when it should be 0 or more", view->limit);
	if (view->color && !g_strv_contains(colors, view->color))
		return fail_usage(error, "--color: it is %s when it should be auto, always or never",
						  view->color);
	return true;
}

/* An option that a command would not heed is none of it. */
static bool has_option(const struct view_usage *usage, const char *name)
{
	static const char *const of_tables[] = {"sort", "reverse", "only", "limit", "columns", NULL};
	g_auto(GStrv) without = g_strsplit(usage->without ? usage->without : "", " ", -1);

	return !g_strv_contains((const char *const *)without, name) &&
		   (usage->columns || !g_strv_contains(of_tables, name));
}

static void leave_out(GOptionEntry *entries, const struct view_usage *usage)
{
	GOptionEntry *kept = entries;

	for (const GOptionEntry *entry = entries; entry->long_name; entry++)
		if (has_option(usage, entry->long_name))
			*kept++ = *entry;
	*kept = (GOptionEntry){0};
}

static bool check_filters(char *const *filters, const struct view_usage *usage, GError **error)
{
	for (; usage->threads && filters && *filters; filters++)
		if (!g_str_has_prefix(*filters, "thread:"))
			return fail_usage(error, "%s: only threads can be chosen here, with thread:GLOB",
							  *filters);
	return true;
}

bool view_parse(struct view *view, int argc, char **argv, const struct view_usage *usage,
				GError **error)
{
	g_auto(GStrv) sort = NULL, columns = NULL, args = NULL;
	const char *glob = usage->threads ? "thread:GLOB" : "GLOB";
	GOptionEntry shared[] = {
		{"sort", 's', 0, G_OPTION_ARG_STRING_ARRAY, &sort,
		 "By these columns, largest first, names from A", "COLUMN,…"},
		{"reverse", 'r', 0, G_OPTION_ARG_NONE, &view->reverse, "The other way round", NULL},
		{"only", 0, 0, G_OPTION_ARG_STRING_ARRAY, &view->only,
		 "The first N, a fraction below 1, or what a regular expression finds", "SEL"},
		{"limit", 'n', 0, G_OPTION_ARG_INT, &view->limit, "The first N at most", "N"},
		{"filter", 0, 0, G_OPTION_ARG_STRING_ARRAY, &view->filter,
		 usage->threads ? "Figures of such threads alone"
						: "Functions of such a name, file:GLOB, or figures of thread:GLOB alone",
		 glob},
		{"exclude", 0, 0, G_OPTION_ARG_STRING_ARRAY, &view->exclude, "Not these", glob},
		{"columns", 'c', 0, G_OPTION_ARG_STRING_ARRAY, &columns,
		 usage->columns_are ? usage->columns_are
							: "Show these columns; NAME% as a share, +NAME beside the usual ones",
		 "COLUMN,…"},
		{"snapshot", 0, 0, G_OPTION_ARG_STRING, &view->snapshot,
		 "As of this snapshot, a label or a number; as PROFILE@SNAPSHOT", "SNAPSHOT"},
		{"strip-dirs", 'S', 0, G_OPTION_ARG_NONE, &view->strip_dirs, "Files without their folders",
		 NULL},
		{"compensate", 0, 0, G_OPTION_ARG_NONE, &view->compensate,
		 "Times without what MemFn's hooks cost", NULL},
		{"bytes", 'b', 0, G_OPTION_ARG_NONE, &view->exact, "Sizes as exact bytes", NULL},
		{"color", 0, 0, G_OPTION_ARG_STRING, &view->color, "auto, always or never", "WHEN"},
		{0},
	};
	g_autoptr(GOptionContext) context = g_option_context_new(usage->arguments);

	leave_out(shared, usage);
	args = arguments_copy(argc, argv, usage->own, shared, usage->program);
	g_option_context_set_summary(context, usage->about);
	g_option_context_set_description(context, usage->example);
	g_option_context_set_strict_posix(context, usage->program);
	if (usage->own)
		g_option_context_add_main_entries(context, usage->own, NULL);
	g_option_context_add_main_entries(context, shared, NULL);
	if (!parse_with(view, context, &args, error)) {
		if (error)
			view_hint_option(*error, usage->own, shared);
		return false;
	}
	if (!check_filters(view->filter, usage, error) || !check_filters(view->exclude, usage, error))
		return false;
	view->profiles = arguments_rest(args, usage->program);
	if (!*view->profiles)
		return fail_usage(error, "no program is named, as in memreport run ./prog");
	return set_lists(view, sort, columns, usage, error);
}

static bool add_file(const struct view *view, struct model *model, const char *file,
					 const char *moment, GError **error)
{
	struct profile *profile = profile_read(file, error);
	bool added = profile && (!moment || profile_rewind(profile, moment, error));

	if (added && profile->moment == PROFILE_AT_PEAK && !view->charges)
		added = fail_usage(error, "the peak: only what was live then is kept: see memreport lines "
								  "and kinds, or the column atpeak");
	added = added && model_add(model, profile, error);
	profile_free(profile);
	return added;
}

static bool check_column(const struct column *column, const struct model *model, GError **error)
{
	if (model->rewound && !moment_keeps(column))
		return fail_usage(error, "column %s: a snapshot does not hold it", column->name);
	if (figure_is_recorded(column->figure, model->trust.flags))
		return true;
	if (model_beside_missing(model))
		return fail(error, "column %s: %s", column->name, model_beside_missing(model));
	return fail(error, "column %s: not recorded: run the program with MEMFN_OPTIONS=%s=1",
				column->name, figure_option(column->figure));
}

bool view_check_columns(const struct view *view, const struct model *model, GError **error)
{
	for (guint i = 0; i < view->columns->len; i++)
		if (!check_column(g_array_index(view->columns, struct shown, i).column, model, error))
			return false;
	for (guint i = 0; i < view->sort->len; i++)
		if (!check_column(view->sort->pdata[i], model, error))
			return false;
	return true;
}

static bool add_files(const struct view *view, struct model *model, char *const *files, int *status)
{
	guint count = g_strv_length((char **)files);
	struct progress progress;
	GError *error = NULL;
	bool added = true;

	progress_begin(&progress);
	for (guint i = 0; i < count && added; i++) {
		const char *moment;
		g_autofree char *file = moment_split(files[i], &moment);

		progress_show(&progress, i, count, "profiles read");
		added = add_file(view, model, file, moment ? moment : view->snapshot, &error);
		if (!added) {
			g_autofree char *hint = hint_file(file);

			progress_end(&progress);
			error_append(error, hint);
			*status = error_report(file, error);
		}
	}
	progress_end(&progress);
	return added;
}

struct model *view_load_files(const struct view *view, char *const *files, int *status)
{
	struct model *model = model_new();
	GError *error = NULL;

	model->options.strip_dirs = view->strip_dirs;
	model->options.charges = view->charges;
	model->options.compensate = view->compensate;
	model->options.threads = select_threads(view->filter);
	model->options.threads_except = select_threads(view->exclude);
	if (!add_files(view, model, files, status)) {
		model_free(model);
		return NULL;
	}
	if (!model_check_threads(model, &error) || !view_check_columns(view, model, &error)) {
		*status = error_report(NULL, error);
		model_free(model);
		return NULL;
	}
	model_finish(model);
	return model;
}

struct model *view_load(const struct view *view, int *status)
{
	return view_load_files(view, view->profiles, status);
}

static gint compare_rows(gconstpointer a, gconstpointer b, gpointer data)
{
	const struct view *view = data;
	int order = 0;

	for (guint i = 0; i < view->sort->len && !order; i++)
		order = column_compare(view->sort->pdata[i], a, b);
	if (!order)
		order = row_compare_place(a, b);
	return view->reverse ? -order : order;
}

void view_sort(const struct view *view, GArray *rows)
{
	g_array_sort_with_data(rows, compare_rows, (gpointer)view);
}

static char *row_name(gconstpointer row)
{
	return function_stdname(((const struct row *)row)->function);
}

GArray *view_rows(struct view *view, const struct model *model)
{
	GArray *rows = g_array_new(FALSE, FALSE, sizeof(struct row));

	for (guint i = 0; i < model->functions->len; i++) {
		const struct function *f = model_function(model, i);
		struct row row = {f, f->v};

		if ((view->uncalled ? !f->pseudo : f->v[FIG_CALLS] || f->v[FIG_OPEN_CALLS]) &&
			select_function(f, view->filter, view->exclude))
			g_array_append_val(rows, row);
	}
	view_sort(view, rows);
	g_string_truncate(view->reduced, 0);
	if (!rows->len && model->functions->len)
		g_string_append(view->reduced, "   No function is left by --filter and --exclude\n");
	for (char **only = view->only; only && *only; only++)
		select_only(rows, row_name, *only, view->reduced);
	if (rows->len > (guint)view->limit)
		g_array_set_size(rows, (guint)view->limit);
	return rows;
}

void view_print_order(const struct view *view, FILE *stream)
{
	fputs("Ordered by: ", stream);
	for (guint i = 0; i < view->sort->len; i++) {
		const struct column *column = view->sort->pdata[i];

		fprintf(stream, "%s%s", i ? ", " : "", column->name);
	}
	fprintf(stream, "%s\n%s\n", view->reverse ? ", reversed" : "", view->reduced->str);
}
