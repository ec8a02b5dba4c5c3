/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Filters by glob, and restrictions as pstats has them (eval_print_amount in its source). */
#include "select.h"

#include <stdlib.h>
#include <string.h>

#include "text.h"

static bool glob_matches(const char *glob, const char *text)
{
	g_autoptr(GPatternSpec) pattern = g_pattern_spec_new(glob);

	return g_pattern_spec_match_string(pattern, text);
}

/* A name without the tag that libstdc++'s types put behind it, which nobody writes. */
static bool untagged_matches(const char *glob, const char *name)
{
	const char *tag = strstr(name, "[abi:");
	g_autofree char *plain = tag ? g_strndup(name, (gsize)(tag - name)) : NULL;

	return plain && glob_matches(glob, plain);
}

bool select_matches(const struct function *f, const char *glob)
{
	return glob_matches(glob, f->name) || glob_matches(glob, f->pretty) ||
		   glob_matches(glob, f->linkage) || untagged_matches(glob, f->name);
}

/* What follows a prefix like file:, which the :: of a C++ name is not. */
static const char *behind(const char *filter, const char *prefix)
{
	size_t size = strlen(prefix);

	return !strncmp(filter, prefix, size) && filter[size] != ':' ? filter + size : NULL;
}

static bool filter_matches(const struct function *f, const char *filter)
{
	const char *glob = behind(filter, "file:");

	if (glob)
		return glob_matches(glob, f->file);
	glob = behind(filter, "function:");
	return select_matches(f, glob ? glob : filter);
}

bool select_function(const struct function *f, char *const *filter, char *const *exclude)
{
	bool filtered = false, matched = false;

	for (; filter && *filter; filter++) {
		if (behind(*filter, "thread:"))
			continue;
		filtered = true;
		matched = matched || filter_matches(f, *filter);
	}
	for (; exclude && *exclude; exclude++)
		if (!behind(*exclude, "thread:") && filter_matches(f, *exclude))
			return false;
	return matched || !filtered;
}

GPtrArray *select_threads(char *const *filters)
{
	GPtrArray *threads = NULL;

	for (; filters && *filters; filters++) {
		const char *glob = behind(*filters, "thread:");

		if (!glob)
			continue;
		if (!threads)
			threads = g_ptr_array_new_with_free_func((GDestroyNotify)g_pattern_spec_free);
		g_ptr_array_add(threads, g_pattern_spec_new(glob));
	}
	return threads;
}

static void keep_matching(GArray *rows, const GRegex *regex, select_name *name_of)
{
	guint size = g_array_get_element_size(rows), kept = 0;

	for (guint i = 0; i < rows->len; i++) {
		const char *row = rows->data + (size_t)i * size;
		g_autofree char *name = name_of(row);

		if (g_regex_match(regex, name, 0, NULL))
			memmove(rows->data + (size_t)kept++ * size, row, size);
	}
	g_array_set_size(rows, kept);
}

/* A restriction is named as Python would print it: numbers bare, text in quotes. */
static bool restrict_by_number(GArray *rows, const char *text)
{
	char *end;
	double value = g_ascii_strtod(text, &end);
	bool whole = !strpbrk(text, ".eEnN");

	if (end == text || *end)
		return false;
	if (whole && value >= 0 && value < rows->len)
		g_array_set_size(rows, (guint)value);
	else if (!whole && value >= 0 && value < 1)
		g_array_set_size(rows, (guint)(rows->len * value + 0.5));
	return true;
}

void select_only(GArray *rows, select_name *name_of, const char *restriction, GString *said)
{
	guint before = rows->len;
	g_autofree char *shown = text_printable(restriction);
	g_autoptr(GRegex) regex = NULL;
	const char *quote = "";

	if (!restrict_by_number(rows, restriction)) {
		quote = "'";
		regex = g_regex_new(restriction, G_REGEX_OPTIMIZE, 0, NULL);
		if (!regex) {
			g_string_append_printf(said, "   <Invalid regular expression '%s'>\n", shown);
			return;
		}
		keep_matching(rows, regex, name_of);
	}
	if (rows->len != before)
		g_string_append_printf(said, "   List reduced from %u to %u due to restriction <%s%s%s>\n",
							   before, rows->len, quote, shown, quote);
}
