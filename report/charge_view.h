/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* What the commands over charges share: their options, and loading what they show. */
#ifndef REPORT_CHARGE_VIEW_H
#define REPORT_CHARGE_VIEW_H

#include "group.h"
#include "view.h"

struct charge_view {
	struct view view; /* profiles, limit, exact, strip_dirs */
	struct grouping grouping;
	bool classic;
	char *own; /* the command's own option */
};

struct charge_usage {
	const char *about, *example;
	const char *by;   /* default of --by */
	GOptionEntry own; /* an option with a string of its own; arg_data is set here */
};

void charge_view_init(struct charge_view *view);
void charge_view_clear(struct charge_view *view);
/* Parses a command's arguments. False and a usage error. */
bool charge_view_parse(struct charge_view *view, int argc, char **argv,
					   const struct charge_usage *usage, GError **error);
/* With a snapshot, what was live then is what counts unless `chosen` is given. False and a usage
 * error where what is chosen belongs to another moment. */
bool charge_view_check_moment(struct charge_view *view, const char *chosen, GError **error);
/* A command over charges, from its arguments to its exit status: parse ends with false and a usage
 * error, print shows what grouping.model holds. */
int charge_view_command(int argc, char **argv,
						bool (*parse)(struct charge_view *view, int argc, char **argv,
									  GError **error),
						void (*print)(const struct charge_view *view));

#endif
