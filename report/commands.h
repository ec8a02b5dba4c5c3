/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* One function a command: its arguments, argv[0] being the command's name; returns the exit
 * status. */
#ifndef REPORT_COMMANDS_H
#define REPORT_COMMANDS_H

#include <stdio.h>

#include "view.h"

int command_stats(int argc, char **argv);
int command_callers(int argc, char **argv);
int command_callees(int argc, char **argv);
int command_tree(int argc, char **argv);
int command_summary(int argc, char **argv);
int command_diff(int argc, char **argv);
int command_check(int argc, char **argv);
int command_lines(int argc, char **argv);
int command_kinds(int argc, char **argv);
int command_marks(int argc, char **argv);
int command_sizes(int argc, char **argv);
int command_snapshots(int argc, char **argv);
int command_timeline(int argc, char **argv);
int command_selection(int argc, char **argv);
int command_suggest(int argc, char **argv);
int command_run(int argc, char **argv);
int command_export(int argc, char **argv);
int command_browse(int argc, char **argv);

#define STATS_COLUMNS "ncalls,tottime,cumtime,alloc,cumalloc,allocs,peak,kept,leaked"

/* What these commands print on standard output. */
struct charge_view;
void lines_print(const struct charge_view *view);
void kinds_print(const struct charge_view *view);
void marks_print(const struct view *view, const struct model *model, bool classic);
void snapshots_print(const struct view *view, const struct model *model);
/* width and height are those of --width and --height. */
void timeline_print(const struct view *view, const struct model *model, int width, int height,
					bool blocks);

/* What browse and run print, too. */
void stats_print(struct view *view, const struct model *model, FILE *stream);
void callers_print(struct view *view, const struct model *model, FILE *stream);
void selection_print(struct view *view, const struct model *model);
void callees_print(struct view *view, const struct model *model, FILE *stream);

#endif
