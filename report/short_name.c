/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Names that are shorter. What is left out leaves an ellipsis, bar folders. */
#include "short_name.h"

#include <glib.h>
#include <stdbool.h>
#include <string.h>

#include "terminal.h"

char *short_name_folders(const char *cell, size_t columns)
{
	static GRegex *regex;

	(void)columns;
	if (!regex)
		regex = g_regex_new("(^|, from )[^(]*/(?=[^/(]*:[0-9]+\\()", G_REGEX_OPTIMIZE, 0, NULL);
	return g_regex_replace(regex, cell, -1, 0, "\\1", 0, NULL);
}

static bool follows(const char *cell, const char *p, const char *word)
{
	size_t length = strlen(word);

	return (size_t)(p - cell) >= length && !memcmp(p - length, word, length);
}

/* Whether the bracket at p opens arguments of a template: <program>, operator< and
 * operator<< are names. */
static bool opens_arguments(const char *cell, const char *p)
{
	if (p == cell || !(g_ascii_isalnum(p[-1]) || strchr("_)]", p[-1])))
		return follows(cell, p, "operator<< ") || follows(cell, p, "operator< ");
	return !follows(cell, p, "operator");
}

/* Behind the bracket that closes the one at p; NULL where none does. Brackets within parentheses
 * may be comparisons, and are theirs. */
static const char *behind_arguments(const char *p)
{
	int brackets = 0, parentheses = 0;

	for (; *p; p++) {
		if (*p == '(')
			parentheses++;
		else if (*p == ')' && --parentheses < 0)
			return NULL;
		else if (*p == '<' && !parentheses)
			brackets++;
		else if (*p == '>' && !parentheses && p[-1] != '-' && !--brackets)
			return p + 1;
	}
	return NULL;
}

/* Of `size` bytes. Arguments such as int stay: little is gained without them. Brackets are followed
 * as deep as they are kept. */
static void append_short(GString *out, const char *text, size_t size, int depth)
{
	enum { LITTLE = 5 };
	g_autofree char *cell = g_strndup(text, size);
	const char *rest = cell;

	for (const char *p = strchr(cell, '<'), *end; p; p = strchr(p, '<')) {
		if (!opens_arguments(cell, p)) {
			p++;
			continue;
		}
		end = behind_arguments(p);
		if (!end)
			break;
		g_string_append_len(out, rest, p + 1 - rest);
		if (depth || end - p <= LITTLE)
			append_short(out, p + 1, (size_t)(end - p - 2), MAX(depth - 1, 0));
		else
			g_string_append(out, terminal_ellipsis());
		p = rest = end - 1;
	}
	g_string_append(out, rest);
}

static char *without_arguments(const char *cell, int kept)
{
	GString *out = g_string_new(NULL);

	append_short(out, cell, strlen(cell), kept);
	return g_string_free(out, FALSE);
}

/* The name's own parentheses are not followed by more of a name. */
char *short_name_parameters(const char *cell, size_t columns)
{
	static GRegex *regex;
	g_autofree char *instead = g_strdup_printf("(%s)", terminal_ellipsis());

	(void)columns;
	if (!regex)
		regex = g_regex_new("(?!\\(anonymous namespace\\))(?!\\(\\))"
							"(?<list>\\((?:[^()]++|(?&list))*+\\))(?=::|#| const::)",
							G_REGEX_OPTIMIZE, 0, NULL);
	return g_regex_replace(regex, cell, -1, 0, instead, 0, NULL);
}

char *short_name_inner(const char *cell, size_t columns)
{
	(void)columns;
	return without_arguments(cell, 1);
}

char *short_name_templates(const char *cell, size_t columns)
{
	(void)columns;
	return without_arguments(cell, 0);
}

/* Columns of file:line( at the beginning; 0 where it is none, or takes half of what there is. */
static size_t place_width(const char *cell, size_t columns)
{
	const char *open = strchr(cell, '(');
	size_t width = open ? (size_t)g_utf8_strlen(cell, open + 1 - cell) : 0;

	return open > cell && g_ascii_isdigit(open[-1]) && width <= columns / 2 ? width : 0;
}

char *short_name_cut(const char *cell, size_t columns)
{
	const char *ellipsis = terminal_ellipsis();
	glong length = g_utf8_strlen(cell, -1);
	glong place, end;

	if ((size_t)length <= columns || !columns)
		return g_strdup(cell);
	place = (glong)place_width(cell, columns);
	end = MAX((glong)columns - place - g_utf8_strlen(ellipsis, -1), 0);
	g_autofree char *head = g_utf8_substring(cell, 0, place);
	g_autofree char *tail = g_utf8_substring(cell, length - end, length);

	return g_strconcat(head, ellipsis,
					   tail + (g_str_has_prefix(tail, ellipsis) ? strlen(ellipsis) : 0), NULL);
}
