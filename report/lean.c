/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Choosing what to watch. */
#include "lean.h"

#include <string.h>

#include "columns.h"
#include "memfn/abi.h"
#include "select.h"

/* A call is short where its hooks take more than a twentieth of it; a thousandth of what watching
 * may cost is next to nothing. Where a profile does not know what hooks cost, they cost what they
 * do on common machines. */
enum { SHORT_CALL = 20, TRIFLE = 1000, USUAL_HOOK_NS = 20, USUAL_UNTIMED_NS = 5 };

/* The estimate is a difference, and rough where hooks took nearly all of the run. */
static const double least_without = 0.02;

/* All functions of one linkage name. */
struct unit {
	GPtrArray *functions;
	int64_t calls, bytes;
	double total_ns, passing_bytes; /* inclusive: where one calls the other, twice */
	bool fixed, stays;
	bool trifle; /* costs next to nothing */
};

/* Calls that may be watched, and those that are so far. */
struct purse {
	double calls, spent;
};

static void unit_free(gpointer data)
{
	struct unit *unit = data;

	g_ptr_array_free(unit->functions, TRUE);
	g_free(unit);
}

static void unit_add(struct unit *unit, const struct function *f, const struct lean_wish *wish)
{
	g_ptr_array_add(unit->functions, (gpointer)f);
	unit->calls += f->v[FIG_CALLS];
	unit->total_ns += (double)f->v[FIG_TOTAL_NS];
	unit->bytes += f->v[FIG_ALLOC_BYTES];
	unit->passing_bytes += (double)f->v[FIG_TOTAL_ALLOC_BYTES];
	unit->passing_bytes += (double)f->v[FIG_TOTAL_FREED_BYTES];
	if (f->flags & (MEMFN_DESC_REGION | MEMFN_DESC_CALL) ||
		!select_function(f, wish->filter, wish->exclude))
		unit->fixed = true;
}

static GPtrArray *units_of(const struct model *model, const struct lean_wish *wish)
{
	GPtrArray *units = g_ptr_array_new_with_free_func(unit_free);
	GHashTable *index = g_hash_table_new(NULL, NULL); /* equal strings are one pointer */

	for (guint i = 0; i < model->functions->len; i++) {
		const struct function *f = model_function(model, i);
		struct unit *unit = g_hash_table_lookup(index, f->linkage);

		if (f->pseudo)
			continue;
		if (!unit) {
			unit = g_new0(struct unit, 1);
			unit->functions = g_ptr_array_new();
			g_ptr_array_add(units, unit);
			g_hash_table_insert(index, (gpointer)f->linkage, unit);
		}
		unit_add(unit, f, wish);
	}
	g_hash_table_destroy(index);
	return units;
}

static double per_call(double figure, const struct unit *unit)
{
	return figure / (double)MAX(unit->calls, 1);
}

static gint by_name(const struct unit *x, const struct unit *y)
{
	const struct function *f = x->functions->pdata[0], *g = y->functions->pdata[0];

	return strcmp(f->linkage, g->linkage);
}

static gint most_allocating_first(gconstpointer a, gconstpointer b)
{
	const struct unit *x = *(struct unit *const *)a, *y = *(struct unit *const *)b;
	double s = per_call((double)x->bytes, x), t = per_call((double)y->bytes, y);

	return s > t ? -1 : s < t ? 1 : by_name(x, y);
}

static gint most_telling_first(gconstpointer a, gconstpointer b)
{
	const struct unit *x = *(struct unit *const *)a, *y = *(struct unit *const *)b;
	double s = per_call(x->passing_bytes, x), t = per_call(y->passing_bytes, y);

	if (x->trifle != y->trifle)
		return x->trifle ? -1 : 1;
	if (x->trifle && x->calls != y->calls)
		return x->calls < y->calls ? -1 : 1;
	if (s == t) {
		s = per_call(x->total_ns, x);
		t = per_call(y->total_ns, y);
	}
	return s > t ? -1 : s < t ? 1 : by_name(x, y);
}

static bool tells_nothing(const struct lean *lean, const struct unit *unit)
{
	return unit->passing_bytes == 0 &&
		   unit->total_ns <= SHORT_CALL * lean->hook_ns * (double)unit->calls;
}

static void let_stay(struct lean *lean, struct unit *unit, struct purse *purse)
{
	unit->stays = true;
	if (!unit->fixed)
		purse->spent += (double)unit->calls;
	lean->calls_out -= unit->calls;
	lean->moved_bytes -= unit->bytes;
}

static void add_called(GPtrArray *functions, const struct unit *unit)
{
	for (guint i = 0; i < unit->functions->len; i++) {
		struct function *f = unit->functions->pdata[i];

		if (f->v[FIG_CALLS])
			g_ptr_array_add(functions, f);
	}
}

static void let_allocators_stay(struct lean *lean, GPtrArray *units, double may_move,
								struct purse *purse)
{
	g_ptr_array_sort(units, most_allocating_first);
	for (guint i = 0; i < units->len && (double)lean->moved_bytes > may_move; i++) {
		struct unit *unit = units->pdata[i];

		if (!unit->stays)
			let_stay(lean, unit, purse);
	}
	if (purse->spent <= purse->calls)
		return;
	for (guint i = 0; i < units->len; i++) {
		const struct unit *unit = units->pdata[i];

		if (unit->stays && !unit->fixed && !unit->trifle)
			add_called(lean->dear, unit);
	}
	purse->calls += purse->spent;
}

static void choose(struct lean *lean, GPtrArray *units, const struct model *model,
				   const struct lean_wish *wish)
{
	struct purse purse = {.calls = wish->cost * lean->without_ns / lean->hook_ns};
	bool all = (double)lean->calls <= purse.calls;

	for (guint i = 0; i < units->len; i++) {
		struct unit *unit = units->pdata[i];

		lean->calls_out += unit->calls;
		lean->moved_bytes += unit->bytes;
		unit->trifle = (double)unit->calls * TRIFLE <= purse.calls;
		if (all || unit->fixed)
			let_stay(lean, unit, &purse);
	}
	let_allocators_stay(lean, units, (1 - wish->kept) * (double)model->totals.alloc_bytes, &purse);
	g_ptr_array_sort(units, most_telling_first);
	for (guint i = 0; i < units->len; i++) {
		struct unit *unit = units->pdata[i];

		if (!unit->stays && (unit->trifle || !tells_nothing(lean, unit)) &&
			purse.spent + (double)unit->calls <= purse.calls)
			let_stay(lean, unit, &purse);
	}
}

static gint dearest_first(gconstpointer a, gconstpointer b)
{
	const struct function *f = *(struct function *const *)a, *g = *(struct function *const *)b;
	struct row x = {f, f->v}, y = {g, g->v};

	if (f->v[FIG_CALLS] != g->v[FIG_CALLS])
		return f->v[FIG_CALLS] > g->v[FIG_CALLS] ? -1 : 1;
	return row_compare_place(&x, &y);
}

static double hook_ns(const struct model *model)
{
	const struct totals *t = &model->totals;

	if (t->hook_ps)
		return (double)t->hook_ps / 1000 / (double)t->calls;
	return model->trust.flags & MEMFN_HEADER_NO_TIME ? USUAL_UNTIMED_NS : USUAL_HOOK_NS;
}

static double without_ns(const struct lean *lean, const struct model *model)
{
	double time = (double)model_work_ns(model);

	return MAX(time - lean->hook_ns * (double)lean->calls, time * least_without);
}

struct lean *lean_new(const struct model *model, const struct lean_wish *wish)
{
	struct lean *lean = g_new0(struct lean, 1);
	GPtrArray *units = units_of(model, wish);
	const struct totals *t = &model->totals;

	lean->out = g_ptr_array_new();
	lean->stays = g_ptr_array_new();
	lean->dear = g_ptr_array_new();
	lean->calls = t->calls;
	lean->hook_guessed = !t->hook_ps;
	lean->hook_ns = hook_ns(model);
	lean->without_ns = without_ns(lean, model);
	choose(lean, units, model, wish);
	for (guint i = 0; i < units->len; i++) {
		struct unit *unit = units->pdata[i];

		g_ptr_array_extend(unit->stays ? lean->stays : lean->out, unit->functions, NULL, NULL);
	}
	g_ptr_array_sort(lean->out, dearest_first);
	g_ptr_array_sort(lean->dear, dearest_first);
	g_ptr_array_free(units, TRUE);
	return lean;
}

void lean_free(struct lean *lean)
{
	g_ptr_array_free(lean->out, TRUE);
	g_ptr_array_free(lean->stays, TRUE);
	g_ptr_array_free(lean->dear, TRUE);
	g_free(lean);
}

int64_t *lean_receivers(const struct lean *lean, const struct model *model)
{
	int64_t *bytes = g_new0(int64_t, model->functions->len);
	uint32_t *receiver = g_new(uint32_t, model->path_count);
	g_autoptr(GHashTable) out = g_hash_table_new(NULL, NULL);

	for (guint i = 0; i < lean->out->len; i++)
		g_hash_table_add(out, lean->out->pdata[i]);
	for (uint32_t i = 0; i < model->path_count; i++) {
		const struct path *path = model_path(model, i);
		bool goes = g_hash_table_contains(out, model_function(model, path->function));

		receiver[i] = goes ? receiver[path->caller] : path->function;
		if (goes)
			bytes[receiver[i]] += path->v[FIG_ALLOC_BYTES];
	}
	g_free(receiver);
	return bytes;
}
