/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* The course of a command that shows profiles. */
#include "error.h"
#include "terminal.h"
#include "view.h"

int view_not_recorded(const struct view *view, const char *what)
{
	GError *error = NULL;

	fail(&error, "%s", what);
	return error_report(*view->profiles, error);
}

int view_command(int argc, char **argv, const struct view_usage *usage,
				 const struct view_steps *steps, void *own)
{
	struct view view;
	struct model *model;
	GError *error = NULL;
	int status = EXIT_KEPT;

	view_init(&view);
	if (!view_parse(&view, argc, argv, usage, &error) ||
		(steps->check && !steps->check(own, &error))) {
		status = error_report(NULL, error);
	} else if ((model = view_load(&view, &status))) {
		terminal_page();
		status = steps->print(&view, model, own);
		model_free(model);
	}
	view_clear(&view);
	return status;
}
