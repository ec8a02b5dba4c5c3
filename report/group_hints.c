/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* What is said below a table of charges: what is missing there, and how to see more. */
#include <string.h>

#include "format.h"
#include "group.h"
#include "terminal.h"
#include "text.h"

static const struct function *function_of(const struct model *model, const struct charge *charge)
{
	return model_function(model, model_path(model, charge->path)->function);
}

static void print_held(struct held held, const char *rest, FILE *stream)
{
	g_autofree char *size = format_size(held.bytes, false);
	g_autofree char *count = format_count(held.blocks);

	fprintf(stream, "%s in %s allocation%s %s\n", size, count, held.blocks == 1 ? "" : "s", rest);
}

void group_print_missing(const struct grouping *grouping, FILE *stream)
{
	g_autoptr(GPtrArray) charges = group_chosen(grouping);
	struct held placeless = {0}, kindless = {0};
	bool kinds = false;

	for (guint i = 0; i < charges->len; i++) {
		const struct charge *charge = charges->pdata[i];
		struct held *missing = charge->placed ? &kindless : &placeless;

		kinds |= charge->kind != NULL;
		if (charge->kind || function_of(grouping->model, charge)->pseudo)
			continue;
		missing->bytes += charge->at[MOMENT_ALL].bytes;
		missing->blocks += charge->at[MOMENT_ALL].blocks;
	}
	if (placeless.blocks && !(grouping->model->trust.flags & MEMFN_HEADER_LINES))
		print_held(placeless, "have no line: MEMFN_OPTIONS said lines=0 when the program ran",
				   stream);
	else if (placeless.blocks)
		print_held(placeless,
				   "have no line: compile with -g or -gline-tables-only; memfn-clang does", stream);
	if (kindless.blocks && !kinds && grouping->by[0] == GROUP_KIND)
		print_held(kindless, "have no kind: compile with -g; line tables alone hold no types",
				   stream);
}

enum { CHAIN = 3 }; /* wrappers of wrappers that are looked at */

/* What a function allocated without a kind, and who called it, and that one: as far as all its
 * paths agree. */
struct wrapper {
	const struct function *function;
	int64_t bytes;
	uint32_t callers[CHAIN]; /* NO_INDEX where a stack begins */
	int agreed;
};

static void find_callers(const struct model *model, const struct path *path, uint32_t *callers)
{
	for (int i = 0; i < CHAIN; i++) {
		path = path && path->caller != NO_INDEX ? model_path(model, path->caller) : NULL;
		callers[i] = path && !path->root ? path->function : NO_INDEX;
	}
}

static void add_to_wrapper(GHashTable *wrappers, const struct model *model,
						   const struct charge *charge)
{
	const struct path *path = model_path(model, charge->path);
	struct wrapper *wrapper = g_hash_table_lookup(wrappers, GUINT_TO_POINTER(path->function + 1));
	uint32_t callers[CHAIN];
	int agreed = 0;

	find_callers(model, path, callers);
	if (!wrapper) {
		wrapper = g_new0(struct wrapper, 1);
		wrapper->function = model_function(model, path->function);
		memcpy(wrapper->callers, callers, sizeof(callers));
		wrapper->agreed = CHAIN;
		g_hash_table_insert(wrappers, GUINT_TO_POINTER(path->function + 1), wrapper);
	}
	wrapper->bytes += charge->at[MOMENT_ALL].bytes;
	while (agreed < wrapper->agreed && callers[agreed] == wrapper->callers[agreed])
		agreed++;
	wrapper->agreed = agreed;
}

static void say_wrapper(const struct model *model, const struct wrapper *wrapper)
{
	g_autofree char *name = text_printable(wrapper->function->name);
	g_autoptr(GString) options = g_string_new(NULL);
	g_autofree char *last = NULL, *line = NULL;

	g_string_append_printf(options, "--memfn-allocs='%s'", name);
	for (int i = 0; i < wrapper->agreed; i++) {
		g_free(last);
		last = text_printable(model_function(model, wrapper->callers[i])->name);
		g_string_append_printf(options, " --memfn-allocs='%s'", last);
	}
	line =
		g_strdup_printf("%s allocates most of it, for several callers%s%s: compile with %s to see "
						"their lines and kinds",
						name, last ? " of " : "", last ? last : "", options->str);
	terminal_print(line, stdout);
}

/* Most programs have one: xmalloc, an allocator behind a pointer. */
static void print_wrapper(const struct grouping *grouping, const GPtrArray *charges)
{
	g_autoptr(GHashTable) wrappers = g_hash_table_new_full(NULL, NULL, NULL, g_free);
	GHashTableIter iter;
	struct wrapper *wrapper;
	int64_t all = 0;

	for (guint i = 0; i < charges->len; i++) {
		const struct charge *charge = charges->pdata[i];

		all += charge->at[MOMENT_ALL].bytes;
		if (!charge->kind && charge->placed && !charge->mapped &&
			!function_of(grouping->model, charge)->pseudo)
			add_to_wrapper(wrappers, grouping->model, charge);
	}
	g_hash_table_iter_init(&iter, wrappers);
	while (g_hash_table_iter_next(&iter, NULL, (gpointer *)&wrapper)) {
		if (wrapper->agreed < CHAIN && wrapper->bytes > all / 2)
			say_wrapper(grouping->model, wrapper);
	}
}

void group_print_hints(const struct grouping *grouping)
{
	g_autoptr(GPtrArray) charges = group_chosen(grouping);

	if (charges->len)
		print_wrapper(grouping, charges);
	else if (grouping->include || grouping->exclude)
		puts("Nothing that was allocated passes these filters");
}
