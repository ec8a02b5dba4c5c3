/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/*
 * memreport run PROGRAM: runs an instrumented program with a profile of its own, passes signals on
 * and its exit status back, and prints the table at the end. As its parent it knows how the program
 * ended, and writes that into a profile that could not say so itself.
 */
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "commands.h"
#include "error.h"
#include "terminal.h"

extern char **environ;

static volatile sig_atomic_t child;

/* A terminal sends its signals to the program as well as to us. */
static void pass_on(int number, siginfo_t *info, void *context)
{
	(void)context;
	if (child > 0 && info->si_code != SI_KERNEL)
		kill(child, number);
}

static const int passed[] = {SIGINT, SIGQUIT, SIGTERM, SIGHUP, SIGUSR1, SIGUSR2};

static void catch_signals(void)
{
	struct sigaction action = {.sa_sigaction = pass_on, .sa_flags = SA_SIGINFO | SA_RESTART}, was;

	sigemptyset(&action.sa_mask);
	for (size_t i = 0; i < G_N_ELEMENTS(passed); i++)
		if (!sigaction(passed[i], NULL, &was) && was.sa_handler != SIG_IGN)
			sigaction(passed[i], &action, NULL);
}

/* The file name as a pattern that means it: % stands for itself. */
static char *as_pattern(const char *file)
{
	g_auto(GStrv) parts = g_strsplit(file, "%", -1);

	return g_strjoinv("%%", parts);
}

static void set_environment(const char *file)
{
	g_autofree char *pattern = as_pattern(file);
	const char *options = g_getenv("MEMFN_OPTIONS");
	g_autofree char *quiet =
		g_strdup_printf("quiet=1%s%s", options ? ":" : "", options ? options : "");

	g_setenv("MEMFN_OUTPUT", pattern, true);
	g_setenv("MEMFN_OPTIONS", quiet, true);
}

static bool start(char **program, GError **error)
{
	posix_spawnattr_t attributes;
	sigset_t defaults, all, was;
	pid_t pid = 0;
	int problem;

	/* No signal may come while it runs, but we do not know its pid yet. */
	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, &was);
	sigemptyset(&defaults);
	sigaddset(&defaults, SIGPIPE);
	posix_spawnattr_init(&attributes);
	posix_spawnattr_setsigdefault(&attributes, &defaults);
	posix_spawnattr_setsigmask(&attributes, &was);
	posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
	problem = posix_spawnp(&pid, program[0], NULL, &attributes, program, environ);
	posix_spawnattr_destroy(&attributes);
	child = problem ? 0 : pid;
	sigprocmask(SIG_SETMASK, &was, NULL);
	if (problem)
		return fail(error, "%s: cannot run: %s", program[0], g_strerror(problem));
	return true;
}

static int wait_for_child(void)
{
	int status;

	while (waitpid(child, &status, 0) < 0)
		if (errno != EINTR)
			return 0;
	return status;
}

/* Writes how the program ended into its profile, where that says that it runs. */
static void complete(const char *file, int status)
{
	struct memfn_header header;
	mode_t mask = umask(0);
	int fd;

	umask(mask);
	chmod(file, 0666 & ~mask);
	fd = open(file, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
	if (fd < 0)
		return;
	if (pread(fd, &header, sizeof(header), 0) == sizeof(header) &&
		!memcmp(header.magic, MEMFN_MAGIC, sizeof(header.magic)) &&
		header.state == MEMFN_STATE_RUNNING && header.pid == (uint32_t)child) {
		uint32_t end[2] = {
			WIFSIGNALED(status) ? MEMFN_STATE_SIGNALLED : MEMFN_STATE_EXITED,
			(uint32_t)(WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status))};

		/* state and status stand side by side */
		if (pwrite(fd, end, sizeof(end), offsetof(struct memfn_header, state)) < 0)
			g_debug("cannot write to %s", file);
	}
	close(fd);
}

/* The profile may be elsewhere while it is written. */
static char *live_file(const char *file)
{
	struct memfn_header header;
	int fd = open(file, O_RDONLY | O_CLOEXEC);
	char *live = NULL;

	if (fd < 0)
		return NULL;
	if (pread(fd, &header, sizeof(header), 0) == sizeof(header) &&
		header.state == MEMFN_STATE_MOVED)
		live = g_strndup(header.live_name, sizeof(header.live_name));
	close(fd);
	return live;
}

static void complete_all(const char *file, int status)
{
	g_autofree char *live = live_file(file);

	complete(live ? live : file, status);
}

/* The program's profile, then those of its children. */
static char **profiles_in(const char *folder, const char *first)
{
	GPtrArray *files = g_ptr_array_new();
	GDir *dir = folder ? g_dir_open(folder, 0, NULL) : NULL;
	const char *name;

	if (g_file_test(first, G_FILE_TEST_EXISTS))
		g_ptr_array_add(files, g_strdup(first));
	while (dir && (name = g_dir_read_name(dir))) {
		g_autofree char *file = g_build_filename(folder, name, NULL);

		if (strcmp(file, first))
			g_ptr_array_add(files, g_steal_pointer(&file));
	}
	if (dir)
		g_dir_close(dir);
	g_ptr_array_add(files, NULL);
	return (char **)g_ptr_array_free(files, FALSE);
}

static void remove_all(const char *folder, char **files)
{
	for (; folder && *files; files++) {
		g_autofree char *live = live_file(*files);

		if (live)
			g_unlink(live);
		g_unlink(*files);
	}
	if (folder)
		g_rmdir(folder);
}

/* A profile that will be gone has no name. */
static void forget_names(struct model *model)
{
	for (guint i = 0; i < model->processes->len; i++)
		model_process(model, i)->file = "";
}

static int print(struct view *view, char **files, const char *program, bool kept)
{
	int status = EXIT_KEPT;
	struct model *model;

	if (!*files) {
		fprintf(stderr,
				"memreport: %s: wrote no profile: was it built with memfn-clang, and does it "
				"run without memreport?\n",
				program);
		return EXIT_FAILED;
	}
	model = view_load_files(view, files, &status);
	if (model) {
		if (!kept)
			forget_names(model);
		terminal_page();
		stats_print(view, model, stdout);
	}
	model_free(model);
	return status;
}

static int run(struct view *view, const char *output, GError **error)
{
	g_autofree char *folder = output ? NULL : g_dir_make_tmp("memreport-XXXXXX", error);
	g_autofree char *file = NULL;
	g_auto(GStrv) files = NULL;
	int ended, shown;

	if (!output && !folder)
		return EXIT_FAILED;
	file = output ? g_canonicalize_filename(output, NULL)
				  : g_build_filename(folder, "profile.out", NULL);
	if (output)
		g_unlink(file);
	set_environment(file);
	catch_signals();
	if (!start(view->profiles, error)) {
		remove_all(folder, &(char *){NULL});
		return 127;
	}
	ended = wait_for_child();
	complete_all(file, ended);
	files = profiles_in(folder, file);
	shown = print(view, files, view->profiles[0], output);
	remove_all(folder, files);
	if (WIFSIGNALED(ended))
		return 128 + WTERMSIG(ended);
	return WEXITSTATUS(ended) ? WEXITSTATUS(ended) : shown;
}

int command_run(int argc, char **argv)
{
	g_autofree char *output = NULL;
	const GOptionEntry own[] = {
		{"output", 'o', 0, G_OPTION_ARG_FILENAME, &output, "Keep the profile as FILE", "FILE"},
		{0},
	};
	const struct view_usage usage = {
		.arguments = "PROGRAM [ARGUMENT…]",
		.about = "Runs a program that was built with memfn-clang, and shows its table. The "
				 "profile is gone afterwards, unless -o keeps it. The exit status is the "
				 "program's, 128 and the signal's number where one ended it.",
		.example = "Example: where does the time go?\n"
				   "  memreport run --sort tottime ./parse data.json",
		.sort = "peak",
		.columns = STATS_COLUMNS,
		.own = own,
		.program = true,
	};
	struct view view;
	GError *error = NULL;
	int status;

	view_init(&view);
	if (!view_parse(&view, argc, argv, &usage, &error)) {
		status = error_report(NULL, error);
	} else {
		status = run(&view, output, &error);
		if (error)
			error_report(NULL, error);
	}
	view_clear(&view);
	return status;
}
