/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Summing charges: sorted by what they are grouped by, equal ones then stand side by side. */
#include "group.h"

#include <string.h>

#include "columns.h"
#include "error.h"
#include "filter.h"
#include "path_name.h"
#include "text.h"

static const struct function *function_of(const struct model *model, const struct charge *charge)
{
	return model_function(model, model_path(model, charge->path)->function);
}

static int compare_numbers(uint32_t a, uint32_t b)
{
	return (a > b) - (a < b);
}

static int compare_lines(const struct model *model, const struct charge *a, const struct charge *b)
{
	int order = strcmp(a->file, b->file);

	(void)model;
	return order ? order : compare_numbers(a->line, b->line);
}

static int compare_files(const struct model *model, const struct charge *a, const struct charge *b)
{
	(void)model;
	return strcmp(a->file, b->file);
}

static int compare_functions(const struct model *model, const struct charge *a,
							 const struct charge *b)
{
	const struct function *f = function_of(model, a), *g = function_of(model, b);
	struct row x = {f, NULL}, y = {g, NULL};
	int order = row_compare_place(&x, &y);

	return order ? order : compare_numbers(f->index, g->index);
}

static int compare_paths(const struct model *model, const struct charge *a, const struct charge *b)
{
	(void)model;
	return compare_numbers(a->path, b->path);
}

/* Known ones first; those without are told apart by where they are from. */
static int compare_kinds(const struct model *model, const struct charge *a, const struct charge *b)
{
	int order = !a->kind - !b->kind;

	if (order || a->kind) {
		order = order ? order : strcmp(a->kind, b->kind);
		return order ? order : a->guess - b->guess;
	}
	if (a->placed != b->placed)
		return a->placed ? -1 : 1;
	return a->placed ? compare_lines(model, a, b) : compare_functions(model, a, b);
}

/* Where it is not known, <program> is told from <thread>. */
static const char *library_of(const struct model *model, const struct charge *charge)
{
	const struct function *function = function_of(model, charge);

	if (function->pseudo)
		return function->name;
	return function->library ? function->library : "<unknown>";
}

static int compare_libraries(const struct model *model, const struct charge *a,
							 const struct charge *b)
{
	return strcmp(library_of(model, a), library_of(model, b));
}

static int compare_threads(const struct model *model, const struct charge *a,
						   const struct charge *b)
{
	(void)model;
	return strcmp(a->thread, b->thread);
}

static char *line_name(const struct model *model, const struct charge *charge)
{
	g_autofree char *text = g_strdup_printf("%s:%u", charge->file, charge->line);

	(void)model;
	return text_printable(text);
}

static char *file_name(const struct model *model, const struct charge *charge)
{
	(void)model;
	return text_printable(charge->file);
}

static char *function_name(const struct model *model, const struct charge *charge)
{
	return function_stdname(function_of(model, charge));
}

static char *charge_path_name(const struct model *model, const struct charge *charge)
{
	return path_name(model, charge->path);
}

static char *kind_name(const struct model *model, const struct charge *charge)
{
	const struct function *function = function_of(model, charge);
	g_autofree char *text = NULL;

	if (charge->kind)
		text = g_strconcat(charge->kind, charge->guess ? "?" : "", NULL);
	else if (charge->placed)
		text = g_strdup_printf("<malloc @ %s:%u>", charge->file, charge->line);
	else if (function->pseudo)
		text = g_strdup(function->name);
	else
		text = g_strdup_printf("<malloc @ %s(%s)>", function->file, function->name);
	return text_printable(text);
}

static char *library_name(const struct model *model, const struct charge *charge)
{
	return text_printable(library_of(model, charge));
}

static char *thread_name(const struct model *model, const struct charge *charge)
{
	(void)model;
	return text_printable(charge->thread);
}

static int compare_domains(const struct model *model, const struct charge *a,
						   const struct charge *b)
{
	(void)model;
	return a->mapped - b->mapped;
}

static char *domain_name(const struct model *model, const struct charge *charge)
{
	(void)model;
	return g_strdup(charge_domain(charge));
}

static const struct way {
	const char *name, *title;
	int (*compare)(const struct model *model, const struct charge *a, const struct charge *b);
	char *(*label)(const struct model *model, const struct charge *charge);
} ways[] = {
	[GROUP_LINE] = {"line", "Line", compare_lines, line_name},
	[GROUP_FILE] = {"file", "File", compare_files, file_name},
	[GROUP_FUNCTION] = {"function", "Function", compare_functions, function_name},
	[GROUP_PATH] = {"path", "Path", compare_paths, charge_path_name},
	[GROUP_KIND] = {"kind", "Kind", compare_kinds, kind_name},
	[GROUP_LIBRARY] = {"library", "Library", compare_libraries, library_name},
	[GROUP_THREAD] = {"thread", "Thread", compare_threads, thread_name},
	[GROUP_DOMAIN] = {"domain", "Domain", compare_domains, domain_name},
};

static const char *const order_names[] = {"bytes", "count", "live", "atpeak", "ownpeak"};

static bool add_way(struct grouping *grouping, const char *name, GError **error)
{
	for (guint i = 0; i < G_N_ELEMENTS(ways); i++)
		if (!strcmp(name, ways[i].name)) {
			grouping->by[grouping->by_count++] = (enum group_by)i;
			return true;
		}
	return fail_usage(
		error, "--by %s: not one of line file function path kind library thread domain", name);
}

bool grouping_set_by(struct grouping *grouping, const char *list, GError **error)
{
	g_auto(GStrv) names = g_strsplit(list, ",", -1);

	grouping->by_count = 0;
	if (!*list)
		return add_way(grouping, list, error);
	if (g_strv_length(names) > MAX_CROSSED)
		return fail_usage(error, "--by: it crosses %u when it should be %d at most",
						  g_strv_length(names), MAX_CROSSED);
	for (char **name = names; *name; name++)
		if (!add_way(grouping, *name, error))
			return false;
	return true;
}

bool grouping_set_order(struct grouping *grouping, const char *name, GError **error)
{
	for (guint i = 0; i < G_N_ELEMENTS(order_names); i++)
		if (!strcmp(name, order_names[i])) {
			grouping->order = (enum group_order)i;
			return true;
		}
	return fail_usage(error, "--sort %s: not one of bytes count live atpeak ownpeak", name);
}

static int compare_charges(const struct grouping *grouping, const struct charge *a,
						   const struct charge *b)
{
	int order = 0;

	for (guint i = 0; i < grouping->by_count && !order; i++)
		order = ways[grouping->by[i]].compare(grouping->model, a, b);
	return order;
}

static gint sort_charges(gconstpointer a, gconstpointer b, gpointer data)
{
	const struct charge *const *x = a, *const *y = b;

	return compare_charges(data, *x, *y);
}

static bool names_domain(char *const *filter)
{
	for (; filter && *filter; filter++)
		if (g_str_has_prefix(*filter, "domain:"))
			return true;
	return false;
}

/* Mappings stand apart from the heap, unless they are asked for. */
static bool wants_mappings(const struct grouping *grouping)
{
	for (guint i = 0; i < grouping->by_count; i++)
		if (grouping->by[i] == GROUP_DOMAIN)
			return true;
	return names_domain(grouping->include) || names_domain(grouping->exclude);
}

GPtrArray *group_chosen(const struct grouping *grouping)
{
	GPtrArray *chosen = g_ptr_array_new();
	GArray *all = grouping->model->charges;
	bool mappings = wants_mappings(grouping);

	for (guint i = 0; all && i < all->len; i++) {
		struct charge *charge = &g_array_index(all, struct charge, i);

		if ((mappings || !charge->mapped) &&
			filter_takes(grouping->model, charge, grouping->include, grouping->exclude,
						 grouping->all_frames))
			g_ptr_array_add(chosen, charge);
	}
	return chosen;
}

static void add_charge(struct group *group, const struct charge *charge)
{
	for (int i = 0; i < MOMENT_COUNT; i++) {
		group->at[i].bytes += charge->at[i].bytes;
		group->at[i].blocks += charge->at[i].blocks;
	}
	group->own_peak_bytes = MAX(group->own_peak_bytes, charge->own_peak_bytes);
}

int64_t group_value(const struct group *group, enum group_order order)
{
	if (order == ORDER_OWN_PEAK)
		return group->own_peak_bytes;
	return order == ORDER_COUNT ? group->at[MOMENT_ALL].blocks : group_held(group, order).bytes;
}

struct held group_held(const struct group *group, enum group_order order)
{
	static const enum moment moments[] = {
		[ORDER_BYTES] = MOMENT_ALL,    [ORDER_COUNT] = MOMENT_ALL,    [ORDER_LIVE] = MOMENT_END,
		[ORDER_AT_PEAK] = MOMENT_PEAK, [ORDER_OWN_PEAK] = MOMENT_ALL,
	};

	return group->at[moments[order]];
}

static gint sort_groups(gconstpointer a, gconstpointer b, gpointer data)
{
	const struct grouping *grouping = data;
	const struct group *x = a, *y = b;
	int64_t s = group_value(x, grouping->order), t = group_value(y, grouping->order);
	int64_t n = group_held(x, grouping->order).blocks, m = group_held(y, grouping->order).blocks;
	int place = compare_charges(grouping, x->first, y->first);

	if (s != t)
		return s > t ? -1 : 1;
	if (n != m)
		return n > m ? -1 : 1;
	return grouping->last_first ? -place : place;
}

static bool has_something(const struct group *group, enum group_order order)
{
	return group_value(group, order) ||
		   (order != ORDER_OWN_PEAK && group_held(group, order).blocks);
}

GArray *group_charges(const struct grouping *grouping)
{
	g_autoptr(GPtrArray) charges = group_chosen(grouping);
	GArray *groups = g_array_new(FALSE, TRUE, sizeof(struct group));
	struct group *last = NULL;

	g_ptr_array_sort_with_data(charges, sort_charges, (gpointer)grouping);
	for (guint i = 0; i < charges->len; i++) {
		if (!last || compare_charges(grouping, last->first, charges->pdata[i])) {
			struct group fresh = {.first = charges->pdata[i]};

			if (last && !has_something(last, grouping->order))
				g_array_set_size(groups, groups->len - 1);
			g_array_append_val(groups, fresh);
			last = &g_array_index(groups, struct group, groups->len - 1);
		}
		add_charge(last, charges->pdata[i]);
	}
	if (last && !has_something(last, grouping->order))
		g_array_set_size(groups, groups->len - 1);
	g_array_sort_with_data(groups, sort_groups, (gpointer)grouping);
	return groups;
}

/* Crossed names are joined as heapy does. */
char *group_name(const struct grouping *grouping, const struct group *group)
{
	GString *name = g_string_new(NULL);

	for (guint i = 0; i < grouping->by_count; i++) {
		g_autofree char *part = ways[grouping->by[i]].label(grouping->model, group->first);

		g_string_append_printf(name, "%s%s", i ? " & " : "", part);
	}
	return g_string_free(name, FALSE);
}

char *grouping_title(const struct grouping *grouping)
{
	GString *title = g_string_new(NULL);

	for (guint i = 0; i < grouping->by_count; i++)
		g_string_append_printf(title, "%s%s", i ? " & " : "", ways[grouping->by[i]].title);
	return g_string_free(title, FALSE);
}
