/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Everything that memreport does with a profile, given its bytes. */
#include <glib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "error.h"
#include "export.h"
#include "unit.h"
#include "view.h"

static void use_model(struct model *model)
{
	static export_function *const exports[] = {
		export_json,   export_csv,        export_pstats,    export_callgrind,
		export_folded, export_speedscope, export_gprof2dot, export_dot,
	};
	static FILE *nowhere;
	struct export_options options = {0};
	struct view view;

	if (!nowhere)
		nowhere = fopen("/dev/null", "w");
	model_finish(model);
	for (size_t i = 0; i < G_N_ELEMENTS(exports); i++)
		exports[i](model, &options, nowhere, NULL);
	view_init(&view);
	view_set_sort(&view, "peak,name", NULL);
	view_set_columns(&view, "ncalls,tottime%,percall,peak%,kept,min,avgsize", NULL);
	stats_print(&view, model, nowhere);
	callers_print(&view, model, nowhere);
	callees_print(&view, model, nowhere);
	view_clear(&view);
}

static void check_refusal(GError *error)
{
	if (!error || !*error->message || strchr(error->message, '\n'))
		abort();
	g_error_free(error);
}

int exercise_profile(const uint8_t *bytes, size_t size)
{
	GError *error = NULL;
	struct profile *profile = profile_parse("test", g_memdup2(bytes, size), size, &error);
	struct model *model;
	int added;

	if (!profile) {
		check_refusal(error);
		return 0;
	}
	model = model_new();
	added = model_add(model, profile, &error);
	if (added)
		added = model_add(model, profile, &error); /* merging with itself may overflow */
	profile_free(profile);
	if (added)
		use_model(model);
	else
		check_refusal(error);
	model_free(model);
	return added;
}
