/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* memreport [COMMAND] [OPTIONS] [PROFILE...]: finds the command, and sees that what it printed has
 * arrived. */
#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "columns.h"
#include "commands.h"
#include "error.h"
#include "help.h"
#include "hint.h"
#include "terminal.h"

static const struct command {
	const char *name;
	int (*run)(int argc, char **argv);
	const char *help;
} commands[] = {
	{"stats", command_stats, "a table of functions: calls, time, memory (the default)"},
	{"callers", command_callers, "who called each function, and what those calls cost"},
	{"callees", command_callees, "whom each function called, and what those calls cost"},
	{"tree", command_tree, "the call paths, with all that is below each"},
	{"summary", command_summary, "the totals and what stands out, on one screen"},
	{"lines", command_lines, "the source lines that allocate most, as tracemalloc shows them"},
	{"kinds", command_kinds, "what types the memory is of, as heapy shows them"},
	{"sizes", command_sizes, "how large allocations are, by powers of two"},
	{"marks", command_marks,
	 "the program's checkpoints: time, RSS, live memory, and their changes"},
	{"timeline", command_timeline, "live memory, RSS and allocation over time, drawn"},
	{"snapshots", command_snapshots, "the moments that a profile holds, for PROFILE@SNAPSHOT"},
	{"diff", command_diff, "what changed between two runs: diff OLD NEW"},
	{"check", command_check, "whether functions stay within their budgets, for CI"},
	{"run", command_run, "run a program and show its table: run ./prog args"},
	{"selection", command_selection, "which functions were instrumented, and what lists matched"},
	{"suggest", command_suggest, "which functions cost more to watch than they tell, as a list"},
	{"export", command_export, "the profile for other tools: export --format=json"},
	{"browse", command_browse, "interactively, with the commands of python3 -m pstats"},
};

static int print_help(void)
{
	g_autoptr(GString) out = g_string_new(
		"Usage: memreport [COMMAND] [OPTIONS] [PROFILE...]\n"
		"\n"
		"Shows how often functions were called, how long they took, and how much memory they "
		"needed, from a profile that a program built with memfn-clang wrote. Without a profile it "
		"is profile.out; several are merged.\n"
		"\n"
		"Commands (memreport COMMAND --help tells their options):\n");

	for (size_t i = 0; i < G_N_ELEMENTS(commands); i++)
		g_string_append_printf(out, "  %-9s  %s\n", commands[i].name, commands[i].help);
	g_string_append(
		out, "\nColumns (names for --sort; the first letters will do where they are unique):\n");
	for (size_t i = 0; i < all_column_count; i++)
		g_string_append_printf(out, "  %-12s  %s%s%s%s\n", all_columns[i].name, all_columns[i].help,
							   *all_columns[i].aliases ? " (also: " : "", all_columns[i].aliases,
							   *all_columns[i].aliases ? ")" : "");
	g_string_append(
		out, "\nExamples:\n"
			 "  memreport                               which functions need the most memory?\n"
			 "  memreport --sort tottime --limit 10     which ten take the most time?\n"
			 "  memreport --sort allocs                 which allocate most often?\n"
			 "  memreport callers --only xmalloc        who calls xmalloc most?\n"
			 "  memreport diff yesterday.out today.out  what changed since yesterday?\n"
			 "  memreport check --budget 'parse: peak <= 10MiB'\n"
			 "                                          fail where parse needs over 10 MiB\n"
			 "  memreport lines a.out@loaded            what was live at a snapshot?\n"
			 "  memreport run ./prog args               run it and see\n"
			 "  memreport export --format=json a.out    everything, for a script\n"
			 "\n"
			 "Sizes are bytes asked for, in units of 1024. peak is the most that one call needed, "
			 "with what it called; alloc is all that was ever allocated; leaked is what nobody "
			 "freed.\n"
			 "\n"
			 "Exit status: 0 done, 1 could not be done, 2 bad usage; diff and check as diff(1).\n");
	help_print(out->str);
	return EXIT_KEPT;
}

/* What is exited with if output is lost: 1 says something else in diff and check. */
static int lost_status = EXIT_FAILED;

/* At exit, since GLib ends the process itself behind a --help. A reader that has had enough (head,
 * a pager that was left) is no failure. */
static void see_output_off(void)
{
	GError *error = NULL;
	bool written = !fflush(stdout) && !ferror(stdout);
	int why = errno;

	terminal_done();
	if (written || why == EPIPE)
		return;
	fail(&error, "cannot write: %s", g_strerror(why));
	error_report("standard output", error);
	_exit(lost_status);
}

/* What is closed stays of no use, but no file that is opened later is taken for it. */
static void occupy_standard_streams(void)
{
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) < 0)
			(void)!open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY);
}

static int run_command(const struct command *command, int argc, char **argv)
{
	g_autofree char *name = g_strdup_printf("memreport %s", command->name);

	g_set_prgname(name);
	if (command->run == command_diff || command->run == command_check)
		lost_status = EXIT_USAGE;
	return command->run(argc, argv);
}

static const struct command *find_command(const char *name)
{
	for (size_t i = 0; i < G_N_ELEMENTS(commands); i++)
		if (!strcmp(name, commands[i].name))
			return &commands[i];
	return NULL;
}

static int unknown_command(const char *name)
{
	g_autoptr(GString) names = g_string_new(NULL);
	g_autofree char *hint = NULL;
	GError *error = NULL;

	for (size_t i = 0; i < G_N_ELEMENTS(commands); i++)
		g_string_append_printf(names, " %s", commands[i].name);
	hint = hint_name("", name, commands, G_N_ELEMENTS(commands), sizeof(*commands));
	if (!*hint) {
		g_free(hint);
		hint = hint_file(name);
	}
	fail_usage(&error, "neither a file nor a command:%s%s", names->str, hint);
	return error_report(name, error);
}

/* A bare word, as commands are and profiles hardly ever. */
static bool is_mistyped(const char *word)
{
	return *word && !word[strspn(word, "abcdefghijklmnopqrstuvwxyz")] &&
		   !g_file_test(word, G_FILE_TEST_EXISTS);
}

/* The last argument, where it is neither a file nor what an option takes. */
static bool is_late_command(int argc, char **argv)
{
	const char *last = argv[argc - 1];

	return argc > 2 && find_command(last) && *argv[argc - 2] != '-' &&
		   !g_file_test(last, G_FILE_TEST_EXISTS);
}

static int late_command(const char *name)
{
	GError *error = NULL;

	fail_usage(&error, "not a file; a command comes first: memreport %s", name);
	return error_report(name, error);
}

static int help_on(const char *name)
{
	const struct command *command = find_command(name);
	char *words[] = {(char *)name, (char *)"--help", NULL};

	return command ? run_command(command, 2, words) : unknown_command(name);
}

int main(int argc, char **argv)
{
	const char *first = argc > 1 ? argv[1] : "";
	const struct command *command;

	occupy_standard_streams();
	atexit(see_output_off);
	terminal_set_locale();
	signal(SIGPIPE, SIG_IGN);
	g_set_prgname("memreport");
	g_set_print_handler(help_print);
	if (!strcmp(first, "help") && argc > 2)
		return help_on(argv[2]);
	if (!strcmp(first, "--help") || !strcmp(first, "-h") || !strcmp(first, "help"))
		return print_help();
	if (!strcmp(first, "--version")) {
		puts("memreport " MEMFN_VERSION);
		return EXIT_KEPT;
	}
	command = find_command(first);
	if (command)
		return run_command(command, argc - 1, argv + 1);
	if (is_mistyped(first))
		return unknown_command(first);
	if (is_late_command(argc, argv))
		return late_command(argv[argc - 1]);
	return command_stats(argc, argv);
}
