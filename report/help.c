/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
#include "help.h"

#include <glib.h>
#include <stdio.h>
#include <string.h>

#include "terminal.h"

enum { USUAL_WIDTH = 80, WIDEST = 100 };

/* Where the description of an option begins, or else the line. */
static size_t find_indent(const char *line)
{
	size_t begin = strspn(line, " ");
	const char *gap = begin ? strstr(line + begin, "  ") : NULL;

	return gap ? (size_t)(gap - line) + strspn(gap, " ") : begin;
}

/* The end of what fits: the last blank within width behind `from`, else the first one. */
static const char *find_break(const char *from, glong width)
{
	const char *last = NULL;

	for (const char *p = strchr(from, ' '); p; p = strchr(p + 1, ' ')) {
		if (g_utf8_strlen(from, p - from) > width && last)
			break;
		last = p;
	}
	return last;
}

static void print_line(const char *line, glong width)
{
	size_t indent = find_indent(line);
	glong left = g_utf8_strlen(line, (gssize)indent); /* columns, not bytes: "COLUMN,…" */
	const char *text = line + indent, *end;

	printf("%.*s", (int)indent, line);
	while (g_utf8_strlen(text, -1) > width - left && (end = find_break(text, width - left))) {
		printf("%.*s\n%*s", (int)(end - text), text, (int)left, "");
		text = end + 1;
	}
	puts(text);
}

void help_print(const char *text)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	glong width = terminal_width() ? MIN((glong)terminal_width(), WIDEST) : USUAL_WIDTH;

	for (char **line = lines; *line; line++)
		if (line[1] || **line)
			print_line(*line, width);
}
