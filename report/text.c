/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Making text from outside harmless. */
#include "text.h"

#include <string.h>

char *text_utf8(const char *bytes, size_t size)
{
	GString *out;
	const char *end;

	if (g_utf8_validate(bytes, (gssize)size, NULL))
		return g_strndup(bytes, size);
	out = g_string_sized_new(size + 16);
	while (!g_utf8_validate(bytes, (gssize)size, &end)) {
		g_string_append_len(out, bytes, end - bytes);
		g_string_append_printf(out, "\\x%02x", (unsigned char)*end);
		size -= (size_t)(end - bytes) + 1;
		bytes = end + 1;
	}
	g_string_append_len(out, bytes, (gssize)size);
	return g_string_free(out, FALSE);
}

/* Format characters (bidirectional overrides among them) are not printable to GLib either. */
static bool is_printable(gunichar c)
{
	return c == ' ' || (g_unichar_isprint(c) && g_unichar_type(c) != G_UNICODE_FORMAT);
}

char *text_printable(const char *text)
{
	char *utf8 = text_utf8(text, strlen(text));
	const char *p = utf8;
	GString *out;

	while (*p && is_printable(g_utf8_get_char(p)))
		p = g_utf8_next_char(p);
	if (!*p)
		return utf8;
	out = g_string_new_len(utf8, p - utf8);
	for (; *p; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);

		if (is_printable(c))
			g_string_append_unichar(out, c);
		else if (c < 0x100)
			g_string_append_printf(out, "\\x%02x", c);
		else
			g_string_append_printf(out, "\\u{%x}", c);
	}
	g_free(utf8);
	return g_string_free(out, FALSE);
}

char *text_cut(const char *text, size_t columns, const char *end)
{
	size_t ends = (size_t)g_utf8_strlen(end, -1);

	if ((size_t)g_utf8_strlen(text, -1) <= columns)
		return g_strdup(text);
	g_autofree char *begin =
		g_utf8_substring(text, 0, (glong)(columns > ends ? columns - ends : 0));

	return g_strconcat(begin, end, NULL);
}

char *text_argument(const char *text)
{
	static const char safe[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
							   "@%+=:,./_-";
	g_autofree char *quoted = NULL;

	if (*text && strspn(text, safe) == strlen(text))
		return g_strdup(text);
	quoted = g_shell_quote(text);
	return text_printable(quoted);
}

/* Where what is wrapped goes on: below the description of an option, or else the line's beginning.
 */
static size_t find_indent(const char *line)
{
	size_t begin = strspn(line, " ");
	const char *gap = begin ? strstr(line + begin, "  ") : NULL;

	return gap ? (size_t)(gap - line) + strspn(gap, " ") : begin;
}

/* The last blank of what fits, or else the first one. */
static const char *find_break(const char *from, glong columns)
{
	const char *last = NULL;

	for (const char *p = strchr(from, ' '); p; p = strchr(p + 1, ' ')) {
		if (g_utf8_strlen(from, p - from) > columns && last)
			break;
		last = p;
	}
	return last;
}

char *text_wrap(const char *line, size_t columns)
{
	size_t indent = find_indent(line);
	glong before = g_utf8_strlen(line, (gssize)indent), left = (glong)columns - before;
	GString *wrapped = g_string_new_len(line, (gssize)indent);
	const char *text = line + indent, *end;

	while (g_utf8_strlen(text, -1) > left && (end = find_break(text, left))) {
		g_string_append_len(wrapped, text, end - text);
		g_string_append_printf(wrapped, "\n%*s", (int)before, "");
		text = end + 1;
	}
	g_string_append(wrapped, text);
	return g_string_free(wrapped, FALSE);
}
