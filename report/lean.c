/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Choosing what not to watch. */
#include "lean.h"

#include <string.h>

#include "columns.h"
#include "memfn/abi.h"
#include "select.h"
#include "text.h"

/* A call is short where its hooks take more than a twentieth of it; a function is worth leaving out
 * where it has a thousandth of the calls. Where a profile does not know what hooks cost, they cost
 * what they do on common machines. */
enum { SHORT_CALL = 20, WORTH = 1000, USUAL_HOOK_NS = 20 };

/* All functions of one linkage name. */
struct unit {
	GPtrArray *functions;
	int64_t calls, self_ns, total_ns, bytes, passing_bytes;
	bool fixed, out;
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
	unit->self_ns += f->v[FIG_SELF_NS];
	unit->total_ns += f->v[FIG_TOTAL_NS];
	unit->bytes += f->v[FIG_ALLOC_BYTES];
	unit->passing_bytes += f->v[FIG_TOTAL_ALLOC_BYTES] + f->v[FIG_TOTAL_FREED_BYTES];
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

static bool may_go(const struct lean *lean, const struct unit *unit)
{
	return !unit->fixed && !unit->out && unit->calls > lean->calls / WORTH;
}

static bool is_short(const struct lean *lean, const struct unit *unit, int64_t ns)
{
	return (double)ns <= SHORT_CALL * lean->hook_ns * (double)unit->calls;
}

static void leave_out(struct lean *lean, struct unit *unit)
{
	unit->out = true;
	lean->calls_out += unit->calls;
	lean->moved_bytes += unit->bytes;
}

static double calls_a_byte(const struct unit *unit)
{
	return (double)unit->calls / ((double)unit->passing_bytes + 1);
}

static gint most_calls_a_byte_first(gconstpointer a, gconstpointer b)
{
	const struct unit *x = *(struct unit *const *)a, *y = *(struct unit *const *)b;
	double s = calls_a_byte(x), t = calls_a_byte(y);
	const struct function *f = x->functions->pdata[0], *g = y->functions->pdata[0];

	return s > t ? -1 : s < t ? 1 : strcmp(f->linkage, g->linkage);
}

static void choose(struct lean *lean, GPtrArray *units, const struct model *model,
				   const struct lean_wish *wish)
{
	double calls = wish->cost * (double)lean->calls;
	double bytes = wish->moved * (double)model->totals.alloc_bytes;

	for (guint i = 0; i < units->len; i++) {
		struct unit *unit = units->pdata[i];

		if (may_go(lean, unit) && !unit->passing_bytes && is_short(lean, unit, unit->total_ns))
			leave_out(lean, unit);
	}
	g_ptr_array_sort(units, most_calls_a_byte_first);
	for (guint i = 0; i < units->len; i++) {
		struct unit *unit = units->pdata[i];

		if ((double)(lean->calls - lean->calls_out) > calls && may_go(lean, unit) &&
			is_short(lean, unit, unit->self_ns) &&
			(double)(lean->moved_bytes + unit->bytes) <= bytes)
			leave_out(lean, unit);
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

struct lean *lean_new(const struct model *model, const struct lean_wish *wish)
{
	struct lean *lean = g_new0(struct lean, 1);
	GPtrArray *units = units_of(model, wish);
	const struct totals *t = &model->totals;

	lean->out = g_ptr_array_new();
	lean->stays = g_ptr_array_new();
	lean->calls = t->calls;
	lean->hook_guessed = !t->hook_ps;
	lean->hook_ns = t->hook_ps ? (double)t->hook_ps / 1000 / (double)t->calls : USUAL_HOOK_NS;
	choose(lean, units, model, wish);
	for (guint i = 0; i < units->len; i++) {
		struct unit *unit = units->pdata[i];

		for (guint j = 0; j < unit->functions->len; j++)
			g_ptr_array_add(unit->out ? lean->out : lean->stays, unit->functions->pdata[j]);
	}
	g_ptr_array_sort(lean->out, dearest_first);
	g_ptr_array_free(units, TRUE);
	return lean;
}

void lean_free(struct lean *lean)
{
	g_ptr_array_free(lean->out, TRUE);
	g_ptr_array_free(lean->stays, TRUE);
	g_free(lean);
}

/* A glob that fits this name alone. */
static char *as_glob(const char *name)
{
	GString *glob = g_string_new(NULL);

	for (; *name; name++) {
		if (strchr("*?[\\", *name))
			g_string_append_c(glob, '\\');
		g_string_append_c(glob, *name);
	}
	return g_string_free(glob, FALSE);
}

static gint by_linkage(gconstpointer a, gconstpointer b)
{
	const struct function *f = *(struct function *const *)a, *g = *(struct function *const *)b;

	return strcmp(f->linkage, g->linkage);
}

/* A name with a line break in it is none that a compiler gave. */
static bool can_stand_in_a_list(const struct function *f)
{
	return !(f->flags & MEMFN_DESC_REGION) && *f->linkage && !strpbrk(f->linkage, "\r\n") &&
		   !g_ascii_isspace(f->linkage[0]);
}

/* For who reads the list. */
static void write_comment(const struct function *f, FILE *stream)
{
	g_autofree char *pretty = text_printable(f->pretty);

	if (g_str_has_prefix(f->linkage, "_Z"))
		fprintf(stream, "# %s\n", pretty);
}

void lean_write(const struct lean *lean, bool positive, FILE *stream)
{
	GPtrArray *names = g_ptr_array_copy(positive ? lean->stays : lean->out, NULL, NULL);
	const char *last = NULL;

	g_ptr_array_sort(names, by_linkage);
	fputs(positive ? "[profile]\n" : "[never]\n", stream);
	for (guint i = 0; i < names->len; i++) {
		const struct function *f = names->pdata[i];
		g_autofree char *glob = as_glob(f->linkage);

		if (f->linkage != last && can_stand_in_a_list(f)) {
			write_comment(f, stream);
			fprintf(stream, "fun:%s\n", glob);
		}
		last = f->linkage;
	}
	g_ptr_array_free(names, TRUE);
}
