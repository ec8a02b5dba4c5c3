/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/*
 * Adding a profile to the model: its functions and nodes find their counterparts, then counters are
 * summed over shards. Sums wrap silently; their mass, the sum of absolute values, tells afterwards
 * whether any could have.
 */
#include "model_add.h"

#include <math.h>
#include <string.h>

#include "charges.h"
#include "choices.h"
#include "error.h"

static const double mass_limit = 4611686018427387904.0; /* 2^62 */

int64_t adding_ns(const struct adding *adding, uint64_t ticks)
{
	const struct memfn_header *h = &adding->profile->header;
	uint64_t ns = h->last_ns - h->start_ns, per = h->last_ticks - h->start_ticks;
	unsigned __int128 product;

	if (h->flags & MEMFN_HEADER_NO_TIME)
		return 0;
	if (h->clock != MEMFN_CLOCK_TSC || h->last_ns <= h->start_ns || h->last_ticks <= h->start_ticks)
		ns = per = 1;
	product = ((unsigned __int128)ticks * ns + per / 2) / per;
	return (int64_t)MIN(product, (unsigned __int128)1 << 62);
}

void adding_sum(struct adding *adding, int64_t *sum, int figure, uint64_t value)
{
	*sum = (int64_t)((uint64_t)*sum + value);
	adding->model->mass[figure] += (double)value;
}

void adding_signed(struct adding *adding, int64_t *sum, int figure, int64_t value)
{
	*sum = (int64_t)((uint64_t)*sum + (uint64_t)value);
	adding->model->mass[figure] += fabs((double)value);
}

void adding_self(struct adding *adding, int64_t *sum, uint64_t ticks)
{
	bool below = adding->profile->header.flags & MEMFN_HEADER_SAMPLED && ticks >> 63;
	int64_t ns = adding_ns(adding, below ? 0 - ticks : ticks);

	adding_signed(adding, sum, FIG_SELF_NS, below ? -ns : ns);
}

int64_t adding_call_peak(struct adding *adding, int64_t peak)
{
	peak = CLAMP(peak, 0, adding->peak_limit);
	adding->highest_call_peak = MAX(adding->highest_call_peak, peak);
	return peak;
}

/* Also of a shared object. */
const char *adding_file(struct adding *a, uint64_t offset)
{
	const char *file = profile_string(a->profile, offset);
	const char *slash = a->model->options.strip_dirs ? strrchr(file, '/') : NULL;

	return model_string(a->model, slash ? slash + 1 : file);
}

static const char *const pseudo_names[MEMFN_FUNCTION_PSEUDOS] = {"<program>", "<thread>",
																 "<coroutine>", "<more>", "<off>"};

/* Pseudo-functions stand in every profile, but are shown only where a path has them. */
static bool is_needed(const struct profile *p, uint32_t function)
{
	if (function == MEMFN_FUNCTION_PROGRAM || function >= MEMFN_FUNCTION_PSEUDOS)
		return true;
	for (uint32_t i = 0; i < p->node_count; i++)
		if (p->nodes[i].flags & MEMFN_NODE_USED && p->nodes[i].function == function)
			return true;
	return false;
}

static void map_functions(struct adding *a)
{
	const struct profile *p = a->profile;

	for (uint32_t i = 0; i < p->function_count; i++) {
		const struct memfn_function *from = &p->functions[i];
		struct function like = {.line = from->line, .flags = from->flags};

		a->functions[i] = NO_INDEX;
		if (!from->name || !is_needed(p, i))
			continue;
		if (i < MEMFN_FUNCTION_PSEUDOS) {
			like.pseudo = i + 1;
			like.line = like.flags = 0;
			like.name = like.pretty = like.linkage = model_string(a->model, pseudo_names[i]);
			like.file = model_string(a->model, "~");
		} else {
			like.name = model_string(a->model, profile_string(p, from->name));
			like.pretty =
				from->pretty ? model_string(a->model, profile_string(p, from->pretty)) : like.name;
			like.linkage = from->linkage ? model_string(a->model, profile_string(p, from->linkage))
										 : like.name;
			like.file = adding_file(a, from->file);
			like.library = from->library ? adding_file(a, from->library) : NULL;
		}
		a->functions[i] = model_intern_function(a->model, &like)->index;
	}
}

static bool is_root(uint32_t function)
{
	return function == MEMFN_FUNCTION_PROGRAM || function == MEMFN_FUNCTION_THREAD ||
		   function == MEMFN_FUNCTION_COROUTINE;
}

static void map_nodes(struct adding *a)
{
	const struct profile *p = a->profile;
	bool fresh = a->model->processes->len == 0;

	if (!fresh)
		model_index_paths(a->model);
	for (uint32_t i = 0; i < p->node_count; i++) {
		const struct memfn_node *node = &p->nodes[i];
		struct path like = {0};

		a->paths[i] = i == 0 ? 0 : NO_INDEX;
		if (i == 0 || !(node->flags & MEMFN_NODE_USED))
			continue;
		like.parent = a->paths[node->level];
		like.caller = a->paths[node->caller];
		like.caller_function = a->functions[p->nodes[node->caller].function];
		like.function = a->functions[node->function];
		like.nested = node->flags & MEMFN_NODE_NESTED;
		like.root = is_root(node->function) && !like.nested;
		a->paths[i] = model_intern_path(a->model, &like, fresh);
	}
}

bool adding_is_partial(const struct profile *p)
{
	return p->header.flags & MEMFN_HEADER_PRIVATE_TAIL;
}

bool adding_was_used(const void *counters, size_t size)
{
	const char *bytes = counters;

	return bytes[0] || memcmp(bytes, bytes + 1, size - 1);
}

/* A path that found no room: its function's one node under <more>. */
static bool is_pathless(const struct profile *p, uint32_t node)
{
	return p->nodes[p->nodes[node].level].function == MEMFN_FUNCTION_MORE &&
		   p->nodes[node].function != MEMFN_FUNCTION_MORE;
}

/* A call's time was added to its own path and taken off its caller's, times its weight. */
static void add_variance(struct adding *a, const struct path *path, uint64_t squares)
{
	const struct memfn_header *h = &a->profile->header;
	struct function *function = model_function(a->model, path->function);
	double variance, rate = 1;

	if (!squares || !(h->flags & MEMFN_HEADER_SAMPLED))
		return;
	if (h->clock == MEMFN_CLOCK_TSC && h->last_ns > h->start_ns && h->last_ticks > h->start_ticks)
		rate = (double)(h->last_ns - h->start_ns) / (double)(h->last_ticks - h->start_ticks);
	variance = (double)squares * 65536 * rate * rate;
	if (!path->nested)
		function->total_variance += variance;
	if (path->caller_function == path->function || path->caller_function == NO_INDEX)
		return;
	function->self_variance += variance;
	model_function(a->model, path->caller_function)->self_variance += variance;
}

static int64_t in_ns(uint64_t ps, uint64_t calls)
{
	return (int64_t)MIN((double)ps * (double)calls / 1000, mass_limit / 1024);
}

/* What the hooks of a path's calls cost falls into their own time and, mostly, into the caller's.
 */
static void take_off_hooks(struct adding *a, struct path *path, uint64_t calls)
{
	const struct memfn_header *h = &a->profile->header;
	int64_t whole = in_ns(h->hook_ps, calls), inside = in_ns(h->hook_inside_ps, calls);
	int64_t *caller;

	if (!a->model->options.compensate || path->root || path->caller == NO_INDEX ||
		h->flags & MEMFN_HEADER_NO_TIME)
		return;
	caller = &model_path(a->model, path->caller)->v[FIG_SELF_NS];
	adding_signed(a, &path->v[FIG_SELF_NS], FIG_SELF_NS, -inside);
	adding_signed(a, caller, FIG_SELF_NS, inside - whole);
}

static void add_node(struct adding *a, uint32_t node, const struct memfn_node_counters *c)
{
	struct path *path = model_path(a->model, a->paths[node]);
	int64_t *v = path->v;

	if (node) {
		adding_sum(a, &v[FIG_CALLS], FIG_CALLS, c->calls);
		if (a->profile->nodes[node].function >= MEMFN_FUNCTION_PSEUDOS)
			adding_sum(a, &a->calls, FIG_CALLS, c->calls);
		if (is_pathless(a->profile, node))
			adding_sum(a, &a->model->trust.pathless_calls, FIG_COUNT, c->calls);
		if (a->profile->nodes[node].function == MEMFN_FUNCTION_COROUTINE)
			adding_sum(a, &a->coroutines, FIG_COUNT, c->calls);
	}
	adding_self(a, &v[FIG_SELF_NS], c->self_ticks);
	add_variance(a, path, c->time_squares);
	take_off_hooks(a, path, c->calls);
	adding_sum(a, &v[FIG_FREES], FIG_FREES, c->frees);
	adding_sum(a, &v[FIG_FREED_BYTES], FIG_FREED_BYTES, c->freed_bytes);
	adding_sum(a, &v[FIG_TEMP_ALLOCS], FIG_TEMP_ALLOCS, c->temp_allocs);
	adding_signed(a, &v[FIG_RETAINED_BYTES], FIG_RETAINED_BYTES, c->retained_bytes);
	v[FIG_PEAK_BYTES] = MAX(v[FIG_PEAK_BYTES], adding_call_peak(a, c->peak_bytes));
	if (c->min_ticks >= 0 && c->min_ticks <= c->max_ticks && (c->calls || c->max_ticks)) {
		int64_t min = adding_ns(a, (uint64_t)c->min_ticks);
		int64_t max = adding_ns(a, (uint64_t)c->max_ticks);

		v[FIG_MIN_NS] = MIN(v[FIG_MIN_NS], min);
		v[FIG_MAX_NS] = MAX(v[FIG_MAX_NS], max);
	}
}

static bool add_nodes(struct adding *a, GError **error)
{
	const struct profile *p = a->profile;

	for (guint i = 0; i < p->node_leaves->len; i++) {
		const struct profile_leaf *leaf = &g_array_index(p->node_leaves, struct profile_leaf, i);

		if (!adding_takes(a, leaf->shard))
			continue;
		for (uint32_t j = 0; j < MEMFN_LEAF; j++) {
			uint32_t index = leaf->first * MEMFN_LEAF + j;

			if (!adding_was_used(&leaf->nodes[j], sizeof(leaf->nodes[j])))
				continue;
			if (index < p->node_count && p->nodes[index].flags & MEMFN_NODE_USED)
				add_node(a, index, &leaf->nodes[j]);
			else if (adding_is_partial(p))
				adding_sum(a, &a->model->trust.pathless_calls, FIG_COUNT, leaf->nodes[j].calls);
			else
				return fail(error, "node %u: it has counters but is not in use", index);
		}
	}
	return true;
}

static void note_function_peaks(struct adding *a, uint32_t process)
{
	const struct profile *p = a->profile;

	for (uint32_t i = 0; i < p->node_count; i++) {
		const struct path *path;
		struct function *function;

		if (a->paths[i] == NO_INDEX)
			continue;
		path = model_path(a->model, a->paths[i]);
		function = model_function(a->model, path->function);
		if (path->v[FIG_PEAK_BYTES] > function->v[FIG_PEAK_BYTES]) {
			function->v[FIG_PEAK_BYTES] = path->v[FIG_PEAK_BYTES];
			function->peak_process = process;
		}
	}
}

/* A stack's number stands in 16 bits of its blocks' tags; further stacks share number 0. */
static int64_t stacks_beyond_numbers(const struct adding *a)
{
	int64_t numbers = UINT16_MAX;
	int64_t stacks = a->coroutines;

	if (a->profile->header.threads_started < (uint64_t)(INT64_MAX / 2 - numbers))
		stacks += (int64_t)a->profile->header.threads_started;
	return MAX(stacks - numbers, 0);
}

static void add_trust(struct adding *a)
{
	const struct memfn_header *h = &a->profile->header;
	struct trust *t = &a->model->trust;

	adding_sum(a, &t->foreign_frees, FIG_COUNT, h->foreign_frees);
	adding_sum(a, &t->inherited_frees, FIG_COUNT, h->inherited_frees);
	adding_sum(a, &t->frames_closed, FIG_COUNT, h->frames_closed);
	adding_sum(a, &t->dropped_calls, FIG_COUNT, h->dropped_calls);
	adding_sum(a, &t->lost_bytes, FIG_COUNT, h->lost_bytes);
	adding_sum(a, &t->stacks_without_credit, FIG_COUNT, (uint64_t)stacks_beyond_numbers(a));
	adding_sum(a, &a->model->totals.threads, FIG_COUNT, h->threads_started);
	t->flags |= a->shards ? h->flags & ~MEMFN_BESIDE : h->flags;
	if (h->flags & MEMFN_HEADER_SAMPLED)
		t->sample_every = MAX(t->sample_every, (int)profile_sample_every(a->profile));
	if (h->clock == MEMFN_CLOCK_TSC && !(h->flags & MEMFN_HEADER_NO_TIME) &&
		(h->last_ns <= h->start_ns || h->last_ticks <= h->start_ticks))
		t->no_clock_rate = true;
}

static int64_t certain_peak(const struct adding *a)
{
	const struct profile *p = a->profile;
	int64_t peak = MAX(a->live, 0);

	if (p->header.largest_block <= INT64_MAX)
		peak = MAX(peak, (int64_t)p->header.largest_block);
	if (p->owner_count)
		peak = MAX(peak, p->owners[0].peak);
	return peak;
}

static int64_t wall_ns(const struct adding *a)
{
	const struct memfn_header *h = &a->profile->header;

	if (a->profile->moment != PROFILE_AT_END)
		return adding_moment_ns(a);
	if (h->clock == MEMFN_CLOCK_CPU || h->flags & MEMFN_HEADER_NO_TIME)
		return h->last_ns > h->start_ns ? (int64_t)(h->last_ns - h->start_ns) : 0;
	return a->end_ticks > h->start_ticks ? adding_ns(a, a->end_ticks - h->start_ticks) : 0;
}

static void add_work(struct adding *a, int64_t wall)
{
	struct totals *t = &a->model->totals;
	int64_t cpu = (int64_t)MIN(a->profile->header.cpu_ns, INT64_MAX);

	if (a->profile->moment != PROFILE_AT_END || !cpu)
		t->work_unknown = true;
	adding_signed(a, &t->work_ns, FIG_COUNT, MAX(wall, cpu));
}

static void add_process(struct adding *a, int64_t peak)
{
	struct totals *t = &a->model->totals;
	uint64_t peak_error = a->profile->header.peak_error_bytes;
	struct process process;

	adding_process(a, &process);
	process.wall_ns = wall_ns(a);
	process.peak_bytes = peak;
	if (peak > t->peak_bytes) {
		t->peak_bytes = peak;
		t->peak_process = a->model->processes->len;
	}
	adding_signed(a, &t->peak_bytes_sum, FIG_COUNT, peak);
	adding_signed(a, &t->wall_ns, FIG_COUNT, process.wall_ns);
	add_work(a, process.wall_ns);
	t->peak_error_bytes = MAX(t->peak_error_bytes, (int64_t)MIN(peak_error, INT64_MAX));
	t->hook_ps += (int64_t)MIN((double)process.hook_ps * (double)a->calls, mass_limit / 1024);
	note_function_peaks(a, a->model->processes->len);
	adding_pictures(a);
	choices_add(a);
	g_array_append_val(a->model->processes, process);
}

static bool check_mass(const struct model *model, GError **error)
{
	for (int i = 0; i <= FIG_COUNT; i++)
		if (!(model->mass[i] < mass_limit))
			return fail(error, "%s: it adds up to more than 2^62",
						i < FIG_COUNT ? figure_keys[i] : "header's counters");
	return true;
}

static bool add_figures(struct adding *a, GError **error)
{
	int64_t peak, peak_error = (int64_t)MIN(a->profile->header.peak_error_bytes, INT64_MAX / 2);

	adding_choose_threads(a);
	if (a->shards && a->profile->moment != PROFILE_AT_END)
		return fail_usage(error, "thread: figures of single threads are not kept for a moment "
								 "before the end; see memreport lines --by thread");
	map_functions(a);
	map_nodes(a);
	if (!adding_accounts(a, error))
		return false;
	peak = certain_peak(a);
	a->peak_limit = peak > INT64_MAX / 2 ? peak : peak + peak_error;
	a->end_ticks = adding_end_ticks(a->profile);
	if (!add_nodes(a, error))
		return false;
	adding_open_frames(a);
	adding_beside(a);
	if (!check_mass(a->model, error))
		return false;
	peak = MAX(peak, a->highest_call_peak);
	adding_owner_peaks(a, peak);
	model_path(a->model, 0)->v[FIG_CALLS]++;
	add_process(a, peak);
	add_trust(a);
	return check_mass(a->model, error);
}

bool model_add(struct model *model, const struct profile *profile, GError **error)
{
	struct adding adding = {.model = model, .profile = profile};
	bool added;

	adding.functions = g_new(uint32_t, MAX(profile->function_count, 1));
	adding.paths = g_new(uint32_t, MAX(profile->node_count, 1));
	adding.leaked = g_new0(int64_t, MAX(profile->function_count, 1));
	adding.at_peak = g_new0(int64_t, MAX(profile->function_count, 1));
	adding.lines = g_new0(struct certain, MAX(profile->owner_count, 1));
	adding.first_charge = model->charges ? model->charges->len : 0;
	adding.threads = model->options.charges ? charge_threads(model, profile) : NULL;
	added = add_figures(&adding, error);
	g_clear_pointer(&adding.shards, g_hash_table_destroy);
	g_free(adding.roots);
	g_free(adding.functions);
	g_free(adding.paths);
	g_free(adding.leaked);
	g_free(adding.at_peak);
	g_free(adding.lines);
	g_free(adding.threads);
	return added;
}
