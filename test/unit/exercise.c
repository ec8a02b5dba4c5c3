/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Everything that memreport does with a profile, given its bytes. */
#include <glib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "charge_view.h"
#include "commands.h"
#include "error.h"
#include "export.h"
#include "lean.h"
#include "live_diff.h"
#include "pairs.h"
#include "stats_classic.h"
#include "unit.h"
#include "view.h"

static FILE *nowhere;

/* A profile is a few thousand short-lived blocks: where they came from costs a quarter of the time,
 * and ASAN_OPTIONS=malloc_context_size=30 tells it when it is asked for. */
const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
	return "malloc_context_size=1:quarantine_size_mb=4";
}

static void export_all(const struct model *model)
{
	static export_function *const exports[] = {
		export_json,  export_csv,        export_pstats,    export_callgrind, export_folded,
		export_pprof, export_speedscope, export_gprof2dot, export_dot,
	};
	struct export_options options = {0};

	for (size_t i = 0; i < G_N_ELEMENTS(exports); i++)
		exports[i](model, &options, nowhere, NULL);
}

/* For what prints on standard output, and says on standard error what is missing. */
static FILE *was_stdout, *was_stderr;

static void be_quiet(void)
{
	was_stdout = stdout;
	was_stderr = stderr;
	stdout = stderr = nowhere;
}

static void speak_again(void)
{
	stdout = was_stdout;
	stderr = was_stderr;
}

static void print_pictures(struct view *view, const struct model *model)
{
	be_quiet();
	stats_classic_print(view, model, nowhere);
	marks_print(view, model, false);
	marks_print(view, model, true);
	snapshots_print(view, model);
	timeline_print(view, model, 40, 3, true);
	speak_again();
}

static void print_charges(const struct model *model)
{
	static const char *const orders[] = {"ownpeak", "bytes", "atpeak", "live"};
	struct charge_view view;

	charge_view_init(&view);
	view.grouping.model = model;
	view.view.profiles = g_new0(char *, 1);
	be_quiet();
	for (size_t i = 0; i < G_N_ELEMENTS(orders); i++) {
		grouping_set_order(&view.grouping, orders[i], NULL);
		view.classic = i == 0;
		grouping_set_by(&view.grouping, i ? "kind,path,thread,domain" : "line", NULL);
		lines_print(&view);
		kinds_print(&view);
	}
	speak_again();
	charge_view_clear(&view);
}

static void choose(struct view *view, const struct model *model)
{
	const struct lean_wish wish = {.cost = 0.1, .kept = 0.5};
	struct lean *lean = lean_new(model, &wish);

	g_free(lean_receivers(lean, model));
	lean_write(lean, true, nowhere);
	lean_write(lean, false, nowhere);
	lean_free(lean);
	view->uncalled = true;
	be_quiet();
	selection_print(view, model);
	speak_again();
	view->uncalled = false;
}

static void pair_up(const struct model *model)
{
	static const enum pair_by ways[] = {BY_FUNCTION, BY_LINE, BY_PATH};

	for (size_t i = 0; i < G_N_ELEMENTS(ways); i++) {
		GArray *pairs = pairs_new(model, model, ways[i]);

		for (guint j = 0; j < pairs->len; j++) {
			const struct pair *pair = &g_array_index(pairs, struct pair, j);

			g_free(pair_label(pair));
			for (int figure = 0; figure < FIG_COUNT; figure++)
				if (pair_old(pair, (enum figure)figure) != pair_new(pair, (enum figure)figure))
					abort();
		}
		pairs_free(pairs);
	}
}

static void compare_live(struct view *view, const struct model *old, const struct model *new)
{
	struct live_diff diff = {.view = view};

	view->profiles = g_new0(char *, 1);
	be_quiet();
	grouping_set_by(&diff.by, "line", NULL);
	live_diff_print(&diff, old, new);
	diff.classic = true;
	live_diff_print(&diff, new, old);
	speak_again();
}

static void use_model(const struct model *model)
{
	struct view view;

	export_all(model);
	view_init(&view);
	view_set_sort(&view, "peak,name", NULL);
	view_set_columns(&view, "ncalls,tottime%,percall,peak%,kept,min,avgsize", NULL);
	stats_print(&view, model, nowhere);
	callers_print(&view, model, nowhere);
	callees_print(&view, model, nowhere);
	print_pictures(&view, model);
	choose(&view, model);
	view_clear(&view);
	pair_up(model);
	print_charges(model);
}

static void check_refusal(GError *error)
{
	if (!error || !*error->message || strchr(error->message, '\n'))
		abort();
	g_error_free(error);
}

/* The model of `times` such profiles as of a moment, finished; NULL where it was refused. */
static struct model *model_at(const uint8_t *bytes, size_t size, const char *moment, int times)
{
	GError *error = NULL;
	struct profile *profile = profile_parse("test", g_memdup2(bytes, size), size, &error);
	struct model *model = NULL;
	bool added = profile && profile_rewind(profile, moment, &error);

	if (added) {
		model = model_new();
		model->options.charges = true;
	}
	for (int i = 0; added && i < times; i++)
		added = model_add(model, profile, &error);
	profile_free(profile);
	if (added) {
		model_finish(model);
		return model;
	}
	check_refusal(error);
	model_free(model);
	return NULL;
}

/* A profile without snapshots has but the peak. */
static void exercise_moments(const uint8_t *bytes, size_t size, const struct model *end)
{
	static const char *const moments[] = {"peak", "2"};

	for (size_t i = 0; i < G_N_ELEMENTS(moments); i++) {
		struct model *model = model_at(bytes, size, moments[i], 1);
		struct view view;

		if (!model)
			continue;
		export_json(model, &(struct export_options){0}, nowhere, NULL);
		print_charges(model);
		view_init(&view);
		compare_live(&view, model, end);
		view_clear(&view);
		model_free(model);
	}
}

int exercise_profile(const uint8_t *bytes, size_t size)
{
	struct model *model;

	if (!nowhere)
		nowhere = fopen("/dev/null", "w");
	model = model_at(bytes, size, "end", 2); /* merging with itself may overflow */
	if (!model)
		return 0;
	use_model(model);
	exercise_moments(bytes, size, model);
	model_free(model);
	return 1;
}
