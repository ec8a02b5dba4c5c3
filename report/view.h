/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* The options that commands share: which profiles, which functions, in which order, how figures
 * read. */
#ifndef REPORT_VIEW_H
#define REPORT_VIEW_H

#include <stdio.h>

#include "columns.h"

/* A column as it is shown. */
struct shown {
	const struct column *column;
	bool percent; /* of the whole program's */
};

struct view {
	GPtrArray *sort; /* of const struct column * */
	GArray *columns; /* of struct shown; the function's name comes last */
	bool columns_given, sort_given;
	gboolean reverse;
	int limit;
	gboolean exact;
	gboolean strip_dirs;
	gboolean compensate;
	bool charges;  /* the model is to keep them */
	bool uncalled; /* rows are of all functions of the program, called or not */
	char **only;   /* pstats' restrictions, in order */
	char **filter, **exclude;
	char **profiles; /* NULL-terminated */
	char *color;
	char *snapshot;   /* of profiles that name none themselves; NULL: their end */
	GString *reduced; /* what the restrictions did, as pstats says it */
};

void view_init(struct view *view);
void view_clear(struct view *view);

/* A command's own side of its arguments. */
struct view_usage {
	const char *arguments;   /* behind the options, in its usage line */
	const char *about;       /* what it does: above the options */
	const char *example;     /* below them */
	const char *sort;        /* default order */
	const char *columns;     /* default columns; NULL: the command has no --columns */
	const char *columns_are; /* what --columns chooses; NULL: what is shown */
	const GOptionEntry *own; /* options beside the shared ones; may be NULL */
	const char *without;     /* shared options that it has no use for, between blanks */
	bool threads;            /* --filter and --exclude choose threads alone */
	bool program;            /* the arguments are a program's and its own: options end there */
};

/* Parses a command's arguments. What is left are the profiles. False and a usage error. */
bool view_parse(struct view *view, int argc, char **argv, const struct view_usage *usage,
				GError **error);
/* Adds to the error of an unknown option the long one that it may have been, of two lists that end
 * with 0, or where help is. */
void view_hint_option(GError *error, const GOptionEntry *own, const GOptionEntry *shared);
/* The word of --style, plain or classic, as its option leaves it: style points to a char *. */
bool view_style_check(void *style, GError **error);
bool view_style_is_classic(const void *style);
/* Adds to the order, and replaces the columns, or adds to them where the list begins with a +:
 * names separated by commas. False and a usage error where one is no column. */
bool view_set_sort(struct view *view, const char *names, GError **error);
bool view_set_columns(struct view *view, const char *names, GError **error);

/* The profiles as a finished model. A failure is printed, its exit status goes to *status. */
struct model *view_load(const struct view *view, int *status);
struct model *view_load_files(const struct view *view, char *const *files, int *status);

/* What differs between commands that show profiles; own is the command's, where its options lie. */
struct view_steps {
	/* False and a usage error where own options do not fit. NULL: there are none. */
	bool (*check)(void *own, GError **error);
	/* Prints, before a pager where there is one. Returns the exit status. */
	int (*print)(struct view *view, const struct model *model, void *own);
};

/* Such a command from its arguments to its exit status. */
int view_command(int argc, char **argv, const struct view_usage *usage,
				 const struct view_steps *steps, void *own);

/* The end of such a command that has nothing to show: prints what was not recorded, and which
 * option of the runtime or which call of memfn.h records it. */
int view_not_recorded(const struct view *view, const char *what);

/* Whether the model has the view's columns, those to sort by too. False and *error: a figure that
 * was not recorded would read as 0. */
bool view_check_columns(const struct view *view, const struct model *model, GError **error);

/* The functions to show, sorted and restricted: GArray of struct row, to be freed. */
GArray *view_rows(struct view *view, const struct model *model);
void view_sort(const struct view *view, GArray *rows);
/* "Ordered by: …", and what restrictions left out. */
void view_print_order(const struct view *view, FILE *stream);

#endif
