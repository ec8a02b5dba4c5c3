/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
#include "help.h"

#include <glib.h>
#include <stdio.h>

#include "terminal.h"
#include "text.h"

enum { USUAL_WIDTH = 80, WIDEST = 100 };

void help_print(const char *text)
{
	g_auto(GStrv) parts = g_strsplit(text, "…", -1);
	g_autofree char *plain = g_strjoinv(terminal_ellipsis(), parts);
	g_auto(GStrv) lines = g_strsplit(plain, "\n", -1);
	size_t width = terminal_width() ? MIN(terminal_width(), WIDEST) : USUAL_WIDTH;

	for (char **line = lines; *line; line++)
		if (line[1] || **line) {
			g_autofree char *wrapped = text_wrap(*line, width);

			puts(wrapped);
		}
}
