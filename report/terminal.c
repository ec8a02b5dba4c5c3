/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* The terminal: its width, its colours, and a pager before it as git has. */
#include "terminal.h"

#include <glib.h>
#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "text.h"

static FILE *pager;
static int saved_stdout = -1;
static size_t saved_width;
static bool was_terminal;
static bool knows_utf8;

static size_t measure(void)
{
	const char *columns = g_getenv("COLUMNS");
	struct winsize size;

	if (columns && atoi(columns) > 0)
		return (size_t)atoi(columns);
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col)
		return size.ws_col;
	return 80;
}

static const char *pager_command(void)
{
	const char *command = g_getenv("MEMREPORT_PAGER");

	if (!command)
		command = g_getenv("PAGER");
	if (!command) {
		g_autofree char *less = g_find_program_in_path("less");

		command = less ? "less" : "";
	}
	return *command && strcmp(command, "cat") ? command : NULL;
}

void terminal_page(void)
{
	const char *command = pager_command();

	was_terminal = isatty(STDOUT_FILENO);
	if (!was_terminal)
		return;
	saved_width = measure();
	if (!command)
		return;
	g_setenv("LESS", "FRX", false);
	fflush(stdout);
	saved_stdout = dup(STDOUT_FILENO);
	pager = popen(command, "we");
	if (pager)
		dup2(fileno(pager), STDOUT_FILENO);
}

void terminal_done(void)
{
	if (!pager)
		return;
	fflush(stdout);
	dup2(saved_stdout, STDOUT_FILENO);
	close(saved_stdout);
	pclose(pager);
	pager = NULL;
}

void terminal_set_locale(void)
{
	setlocale(LC_CTYPE, "");
	knows_utf8 = !strcmp(nl_langinfo(CODESET), "UTF-8");
	if (!knows_utf8)
		setlocale(LC_CTYPE, "C.UTF-8");
}

bool terminal_has_blocks(void)
{
	return knows_utf8 && terminal_width();
}

bool terminal_is_ascii(void)
{
	return !knows_utf8 && terminal_width();
}

const char *terminal_ellipsis(void)
{
	return terminal_is_ascii() ? "..." : "…";
}

bool terminal_color(const char *when)
{
	const char *term = g_getenv("TERM"), *no_color = g_getenv("NO_COLOR");

	if (when && strcmp(when, "auto"))
		return !strcmp(when, "always");
	return (was_terminal || isatty(STDOUT_FILENO)) && !(no_color && *no_color) && term &&
		   strcmp(term, "dumb");
}

size_t terminal_width(void)
{
	if (was_terminal)
		return saved_width;
	return isatty(STDOUT_FILENO) ? measure() : 0;
}

void terminal_print(const char *line, FILE *stream)
{
	size_t width = stream == stdout ? terminal_width() : 0;
	g_autofree char *wrapped = width ? text_wrap(line, width) : NULL;

	fprintf(stream, "%s\n", wrapped ? wrapped : line);
}

void terminal_print_cut(const char *before, const char *text)
{
	size_t width = terminal_width(), others = (size_t)g_utf8_strlen(before, -1);
	g_autofree char *cut =
		width > others ? text_cut(text, width - others, terminal_ellipsis()) : g_strdup(text);

	printf("%s%s\n", before, cut);
}
