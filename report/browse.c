/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/*
 * memreport browse: pstats' interactive browser, with its commands and words. libedit reads the
 * lines, keeps the history and completes names where a person types; else lines are just read.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <editline/readline.h>

#include "commands.h"
#include "error.h"
#include "terminal.h"

struct browser {
	struct view view;
	GPtrArray *files;
	struct model *model; /* NULL: none was read */
	bool done;
};

/* Returns the exit status of a command that had nothing else to do. */
static int load(struct browser *b, GPtrArray *files)
{
	int status = EXIT_KEPT;
	struct model *model;

	g_ptr_array_add(files, NULL);
	model = view_load_files(&b->view, (char **)files->pdata, &status);
	g_ptr_array_set_size(files, (int)files->len - 1);
	if (model) {
		model_free(b->model);
		b->model = model;
	}
	if (files == b->files)
		return status;
	if (model) {
		g_ptr_array_free(b->files, TRUE);
		b->files = files;
	} else {
		g_ptr_array_free(files, TRUE);
	}
	return status;
}

static GPtrArray *copy_files(const struct browser *b, bool with_old)
{
	GPtrArray *files = g_ptr_array_new_with_free_func(g_free);

	for (guint i = 0; with_old && i < b->files->len; i++)
		g_ptr_array_add(files, g_strdup(b->files->pdata[i]));
	return files;
}

static void do_read(struct browser *b, char **words)
{
	GPtrArray *files = copy_files(b, !*words);

	for (; *words; words++)
		g_ptr_array_add(files, g_strdup(*words));
	load(b, files);
}

static void do_add(struct browser *b, char **words)
{
	GPtrArray *files = copy_files(b, true);

	for (; *words; words++)
		g_ptr_array_add(files, g_strdup(*words));
	load(b, files);
}

static void show(struct browser *b, char **words,
				 void (*print)(struct view *, const struct model *, FILE *))
{
	if (!b->model) {
		puts("No statistics object is loaded.");
		return;
	}
	b->view.only = words;
	print(&b->view, b->model, stdout);
	b->view.only = NULL;
}

static void do_stats(struct browser *b, char **words)
{
	show(b, words, stats_print);
}

static void do_callers(struct browser *b, char **words)
{
	show(b, words, callers_print);
}

static void do_callees(struct browser *b, char **words)
{
	show(b, words, callees_print);
}

static void print_keys(const char *what)
{
	printf("Valid %s (unique prefixes are accepted):\n", what);
	for (size_t i = 0; i < all_column_count; i++)
		printf("%s -- %s\n", all_columns[i].name, all_columns[i].help);
}

/* Whether what is shown can go on with the view as it has become. */
static bool has_columns(const struct browser *b, GError **error)
{
	return !b->model || view_check_columns(&b->view, b->model, error);
}

static void do_sort(struct browser *b, char **words)
{
	GPtrArray *was = b->view.sort;
	g_autofree char *list = g_strjoinv(",", words);
	GError *error = NULL;

	if (!*words) {
		print_keys("sort keys");
		return;
	}
	b->view.sort = g_ptr_array_new();
	if (view_set_sort(&b->view, list, &error) && has_columns(b, &error)) {
		b->view.reverse = false;
		g_ptr_array_free(was, TRUE);
	} else {
		error_report(NULL, error);
		g_ptr_array_free(b->view.sort, TRUE);
		b->view.sort = was;
	}
}

static void do_columns(struct browser *b, char **words)
{
	GArray *was = b->view.columns;
	g_autofree char *list = g_strjoinv(",", words);
	GError *error = NULL;

	if (!*words) {
		print_keys("columns");
		return;
	}
	b->view.columns = g_array_copy(was);
	if (view_set_columns(&b->view, list, &error) && has_columns(b, &error)) {
		b->view.columns_given = true;
		g_array_free(was, TRUE);
	} else {
		error_report(NULL, error);
		g_array_free(b->view.columns, TRUE);
		b->view.columns = was;
	}
}

static void do_reverse(struct browser *b, char **words)
{
	(void)words;
	b->view.reverse = !b->view.reverse;
}

static void do_strip(struct browser *b, char **words)
{
	(void)words;
	b->view.strip_dirs = true;
	load(b, b->files);
}

static void do_quit(struct browser *b, char **words)
{
	(void)words;
	b->done = true;
}

static void do_help(struct browser *b, char **words);

static const struct command {
	const char *name;
	void (*run)(struct browser *b, char **words);
	const char *help;
} browser_commands[] = {
	{"EOF", do_quit, "Leave the profile browser."},
	{"add", do_add, "Add profile info from given file to current statistics object."},
	{"callees", do_callees, "Print callees statistics from the current stat object."},
	{"callers", do_callers, "Print callers statistics from the current stat object."},
	{"columns", do_columns, "Choose the columns, as --columns does; without one, list them."},
	{"help", do_help, "Show help for a given command."},
	{"quit", do_quit, "Leave the profile browser."},
	{"read", do_read, "Read in profile data from a specified file; without one, again."},
	{"reverse", do_reverse, "Reverse the sort order of the profiling report."},
	{"sort", do_sort, "Sort profile data according to specified keys."},
	{"stats", do_stats, "Print statistics from the current stat object."},
	{"strip", do_strip, "Strip leading path information from filenames in the report."},
};

static const struct command *find_command(const char *name)
{
	for (size_t i = 0; i < G_N_ELEMENTS(browser_commands); i++)
		if (!strcmp(browser_commands[i].name, name))
			return &browser_commands[i];
	return NULL;
}

static void do_help(struct browser *b, char **words)
{
	const struct command *command = *words ? find_command(*words) : NULL;
	g_autoptr(GString) names = g_string_new(NULL);

	(void)b;
	if (command) {
		puts(command->help);
		if (command->run == do_stats || command->run == do_callers || command->run == do_callees)
			puts("Arguments may be:\n"
				 "* An integer maximum number of entries to print.\n"
				 "* A decimal fractional number between 0 and 1, controlling\n"
				 "  what fraction of selected entries to print.\n"
				 "* A regular expression; only entries with function names\n"
				 "  that match it are printed.");
		return;
	}
	puts("\nDocumented commands (type help <topic>):\n"
		 "========================================");
	for (size_t i = 0; i < G_N_ELEMENTS(browser_commands); i++)
		g_string_append_printf(names, "%s%s", i ? "  " : "", browser_commands[i].name);
	terminal_print(names->str, stdout);
	putchar('\n');
}

/* What a word may become: a command at the start of a line, a column behind sort and columns. */
static char *next_completion(const char *text, int state)
{
	static size_t at;
	bool argument = strchr(rl_line_buffer, ' ') != NULL;
	size_t count = argument ? all_column_count : G_N_ELEMENTS(browser_commands);

	if (!state)
		at = 0;
	while (at < count) {
		const char *name = argument ? all_columns[at].name : browser_commands[at].name;

		at++;
		if (g_str_has_prefix(name, text))
			return strdup(name); /* libedit frees it */
	}
	return NULL;
}

static char **complete(const char *text, int start, int end)
{
	(void)end;
	/* Files are libedit's own to complete. */
	if (start && strncmp(rl_line_buffer, "sort", 4) && strncmp(rl_line_buffer, "columns", 7) &&
		strncmp(rl_line_buffer, "help", 4))
		return NULL;
	return rl_completion_matches(text, next_completion);
}

static char *read_line(const char *prompt)
{
	char *line = NULL;
	size_t size = 0;

	if (isatty(STDIN_FILENO)) {
		line = readline(prompt);
		if (line && *line)
			add_history(line);
		return line;
	}
	fputs(prompt, stdout);
	fflush(stdout);
	if (getline(&line, &size, stdin) < 0) {
		free(line);
		return NULL;
	}
	return line;
}

static void run_line(struct browser *b, const char *line)
{
	g_auto(GStrv) words = NULL;
	const struct command *command;

	if (!g_shell_parse_argv(line, NULL, &words, NULL))
		words = g_strsplit_set(line, " \t", -1);
	command = find_command(words[0]);
	if (command)
		command->run(b, words + 1);
	else
		printf("*** Unknown syntax: %s\n", line);
}

/* As in pstats, an empty line is the last one again. */
static void loop(struct browser *b)
{
	g_autofree char *last = NULL;

	rl_attempted_completion_function = complete;
	while (!b->done) {
		g_autofree char *prompt =
			g_strdup_printf("%s%% ", b->model ? (char *)b->files->pdata[0] : "");
		char *line = read_line(prompt);

		if (!line) {
			putchar('\n');
			break;
		}
		g_strstrip(line);
		if (*line) {
			g_free(last);
			last = g_strdup(line);
		}
		free(line);
		if (last)
			run_line(b, last);
	}
}

int command_browse(int argc, char **argv)
{
	static const struct view_usage usage = {
		.arguments = "[PROFILE…]",
		.about = "An interactive browser with the commands of python3 -m pstats.",
		.example = "Example:\n  memreport browse profile.out\n  profile.out% sort alloc\n"
				   "  profile.out% stats 10\n  profile.out% callers parse_node",
		.sort = "peak",
		.columns = STATS_COLUMNS,
		.without = "only",
	};
	struct browser b = {.files = g_ptr_array_new_with_free_func(g_free)};
	GError *error = NULL;
	int status = EXIT_KEPT;

	view_init(&b.view);
	if (!view_parse(&b.view, argc, argv, &usage, &error)) {
		status = error_report(NULL, error);
	} else {
		puts("Welcome to the profile statistics browser.");
		for (char **file = b.view.profiles; *file; file++)
			g_ptr_array_add(b.files, g_strdup(*file));
		status = load(&b, b.files);
		loop(&b);
		puts("Goodbye.");
		if (b.model)
			status = EXIT_KEPT;
	}
	model_free(b.model);
	g_ptr_array_free(b.files, TRUE);
	view_clear(&b.view);
	return status;
}
