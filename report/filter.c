/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* tracemalloc's filters. */
#include "filter.h"

#include <fnmatch.h>
#include <string.h>

#include "select.h"

static bool matches(const char *glob, const char *text)
{
	return text && !fnmatch(glob, text, FNM_NOESCAPE);
}

/* A file, or file:LINE. */
static bool matches_place(const char *filter, const char *file, uint32_t line)
{
	const char *colon = strrchr(filter, ':');
	g_autofree char *glob = NULL;
	char *end = NULL;
	guint64 wanted = colon ? g_ascii_strtoull(colon + 1, &end, 10) : 0;

	if (!colon || !g_ascii_isdigit(colon[1]) || *end)
		return matches(filter, file);
	glob = g_strndup(filter, (gsize)(colon - filter));
	return wanted == line && matches(glob, file);
}

static bool matches_function(const char *filter, const struct function *function)
{
	if (g_str_has_prefix(filter, "function:"))
		return select_matches(function, filter + strlen("function:"));
	if (g_str_has_prefix(filter, "library:"))
		return matches(filter + strlen("library:"), function->library);
	return matches_place(filter, function->file, function->line);
}

static bool matches_charge(const struct model *model, const struct charge *charge,
						   const char *filter, bool all_frames)
{
	const struct path *path = model_path(model, charge->path);

	if (g_str_has_prefix(filter, "kind:"))
		return matches(filter + strlen("kind:"), charge->kind);
	if (g_str_has_prefix(filter, "thread:"))
		return matches(filter + strlen("thread:"), charge->thread);
	if (g_str_has_prefix(filter, "domain:"))
		return matches(filter + strlen("domain:"), charge_domain(charge));
	if (g_str_has_prefix(filter, "function:") || g_str_has_prefix(filter, "library:")) {
		if (matches_function(filter, model_function(model, path->function)))
			return true;
	} else if (matches_place(filter, charge->file, charge->line)) {
		return true;
	}
	while (all_frames && path->parent != NO_INDEX) {
		path = model_path(model, path->parent);
		if (matches_function(filter, model_function(model, path->function)))
			return true;
	}
	return false;
}

bool filter_takes(const struct model *model, const struct charge *charge, char *const *include,
				  char *const *exclude, bool all_frames)
{
	bool included = !include || !*include;

	for (; !included && *include; include++)
		included = matches_charge(model, charge, *include, all_frames);
	for (; included && exclude && *exclude; exclude++)
		included = !matches_charge(model, charge, *exclude, all_frames);
	return included;
}
