/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/*
 * What is a sum over paths, by the level rule: total of F is the sum of self over the subtrees of
 * F's non-nested paths. Time belongs to one stack: a subtree ends where a thread or coroutine
 * begins, and there F may begin anew. Allocations go through, so of two paths of F, one below the
 * other with a thread between, only the upper one counts: it holds the lower already.
 */
#include "model_sums.h"

struct tree {
	uint32_t *child;    /* first child of each path; NO_INDEX: none */
	uint32_t *next;     /* next sibling */
	uint32_t *root;     /* the path where the stack of each path begins */
	uint32_t *saved;    /* what on_stack held before the path was entered */
	uint32_t *on_stack; /* by function: the innermost stack on which it is; NO_INDEX: none */
};

static void tree_link(struct tree *t, const struct model *model)
{
	for (uint32_t i = 0; i < model->path_count; i++)
		t->child[i] = t->next[i] = NO_INDEX;
	for (uint32_t i = model->path_count - 1; i > 0; i--) {
		uint32_t parent = model_path(model, i)->parent;

		t->next[i] = t->child[parent];
		t->child[parent] = i;
	}
	for (uint32_t i = 0; i < model->path_count; i++) {
		const struct path *path = model_path(model, i);

		t->root[i] = path->root || !i ? i : t->root[path->parent];
	}
}

static void enter(struct tree *t, struct path *path, uint32_t i)
{
	uint32_t *on = &t->on_stack[path->function];

	if (path->nested)
		return;
	path->first_on_path = *on == NO_INDEX;
	path->first_on_stack = *on != t->root[i];
	t->saved[i] = *on;
	*on = t->root[i];
}

static void leave(struct tree *t, const struct path *path, uint32_t i)
{
	if (!path->nested)
		t->on_stack[path->function] = t->saved[i];
}

/* Walks the tree without recursion: a profile may be a million levels deep. */
static void tree_walk(struct tree *t, const struct model *model)
{
	uint32_t i = 0;

	enter(t, model_path(model, 0), 0);
	for (;;) {
		if (t->child[i] != NO_INDEX) {
			i = t->child[i];
		} else {
			for (;;) {
				leave(t, model_path(model, i), i);
				if (i == 0)
					return;
				if (t->next[i] != NO_INDEX)
					break;
				i = model_path(model, i)->parent;
			}
			i = t->next[i];
		}
		enter(t, model_path(model, i), i);
	}
}

static void mark_first(struct model *model)
{
	size_t n = model->path_count;
	uint32_t *words = g_new(uint32_t, 4 * n + model->functions->len);
	struct tree t = {words, words + n, words + 2 * n, words + 3 * n, words + 4 * n};

	for (guint f = 0; f < model->functions->len; f++)
		t.on_stack[f] = NO_INDEX;
	tree_link(&t, model);
	tree_walk(&t, model);
	g_free(words);
}

struct inclusive model_path_alone(const struct path *path)
{
	return (struct inclusive){.ns = path->v[FIG_SELF_NS],
							  .allocs = path->v[FIG_ALLOCS],
							  .alloc_bytes = path->v[FIG_ALLOC_BYTES],
							  .at_peak_bytes = path->v[FIG_AT_PEAK_BYTES],
							  .frees = path->v[FIG_FREES],
							  .freed_bytes = path->v[FIG_FREED_BYTES],
							  .leaked_bytes = path->v[FIG_LEAKED_BYTES],
							  .rss_bytes = path->v[FIG_SELF_RSS_BYTES],
							  .vms_bytes = path->v[FIG_SELF_VMS_BYTES],
							  .shared_bytes = path->v[FIG_SELF_SHARED_BYTES],
							  .mapped_bytes = path->v[FIG_MAPPED_BYTES],
							  .mapped_live_bytes = path->v[FIG_MAPPED_LIVE_BYTES]};
}

bool model_path_is_there(const struct path *path)
{
	const int64_t *v = path->v;
	const struct inclusive *total = path->total;

	return v[FIG_CALLS] || v[FIG_OPEN_CALLS] || total->ns || total->allocs || total->frees ||
		   total->leaked_bytes || total->at_peak_bytes;
}

/* Children come after their parents, so one pass from the end sums all subtrees. */
static void sum_subtrees(struct model *model)
{
	model->inclusive = g_new(struct inclusive, model->path_count);
	for (uint32_t i = 0; i < model->path_count; i++) {
		struct path *path = model_path(model, i);

		path->total = &model->inclusive[i];
		*path->total = model_path_alone(path);
	}
	for (uint32_t i = model->path_count - 1; i > 0; i--) {
		const struct path *path = model_path(model, i);
		struct inclusive *parent = model_path(model, path->parent)->total;

		if (!path->root)
			parent->ns += path->total->ns;
		parent->allocs += path->total->allocs;
		parent->alloc_bytes += path->total->alloc_bytes;
		parent->at_peak_bytes += path->total->at_peak_bytes;
		parent->frees += path->total->frees;
		parent->freed_bytes += path->total->freed_bytes;
		parent->leaked_bytes += path->total->leaked_bytes;
		parent->rss_bytes += path->total->rss_bytes;
		parent->vms_bytes += path->total->vms_bytes;
		parent->shared_bytes += path->total->shared_bytes;
		parent->mapped_bytes += path->total->mapped_bytes;
		parent->mapped_live_bytes += path->total->mapped_live_bytes;
	}
}

void model_sum_path(int64_t *v, const struct path *path)
{
	int64_t retained = v[FIG_RETAINED_BYTES];

	figures_merge(v, path->v, FIG_PATH_COUNT);
	if (path->nested) {
		v[FIG_RETAINED_BYTES] = retained;
		return;
	}
	v[FIG_PRIMITIVE_CALLS] += path->v[FIG_CALLS];
	if (path->first_on_stack)
		v[FIG_TOTAL_NS] += path->total->ns;
	if (path->first_on_path) {
		v[FIG_TOTAL_ALLOCS] += path->total->allocs;
		v[FIG_TOTAL_ALLOC_BYTES] += path->total->alloc_bytes;
		v[FIG_TOTAL_AT_PEAK_BYTES] += path->total->at_peak_bytes;
		v[FIG_TOTAL_FREES] += path->total->frees;
		v[FIG_TOTAL_FREED_BYTES] += path->total->freed_bytes;
		v[FIG_TOTAL_LEAKED_BYTES] += path->total->leaked_bytes;
		v[FIG_TOTAL_RSS_BYTES] += path->total->rss_bytes;
		v[FIG_TOTAL_VMS_BYTES] += path->total->vms_bytes;
		v[FIG_TOTAL_SHARED_BYTES] += path->total->shared_bytes;
		v[FIG_TOTAL_MAPPED_BYTES] += path->total->mapped_bytes;
		v[FIG_TOTAL_MAPPED_LIVE_BYTES] += path->total->mapped_live_bytes;
	}
}

/* Each path's time was rounded on its own: no call may look longer than all calls together. */
static void trim_longest(struct function *function)
{
	int64_t *v = function->v;

	if (v[FIG_MAX_NS] > v[FIG_TOTAL_NS])
		v[FIG_MAX_NS] = v[FIG_TOTAL_NS];
	if (v[FIG_MAX_NS] >= 0 && v[FIG_MIN_NS] > v[FIG_MAX_NS])
		v[FIG_MIN_NS] = v[FIG_MAX_NS];
}

static void sum_totals(struct model *model)
{
	struct totals *t = &model->totals;

	for (guint i = 0; i < model->functions->len; i++) {
		struct function *f = model_function(model, i);

		if (f->v[FIG_MAX_NS] != FIG_NO_MAX)
			trim_longest(f);
		t->allocs += f->v[FIG_ALLOCS];
		t->alloc_bytes += f->v[FIG_ALLOC_BYTES];
		t->frees += f->v[FIG_FREES];
		t->freed_bytes += f->v[FIG_FREED_BYTES];
		t->leaked_bytes += f->v[FIG_LEAKED_BYTES];
		t->leaked_blocks += f->v[FIG_LEAKED_BLOCKS];
		t->self_ns += f->v[FIG_SELF_NS];
		t->maps += f->v[FIG_MAPS];
		t->mapped_bytes += f->v[FIG_MAPPED_BYTES];
		t->mapped_live_bytes += f->v[FIG_MAPPED_LIVE_BYTES];
		if (f->pseudo)
			continue;
		t->calls += f->v[FIG_CALLS];
		t->primitive_calls += f->v[FIG_PRIMITIVE_CALLS];
		t->open_calls += f->v[FIG_OPEN_CALLS];
		t->functions += f->v[FIG_CALLS] > 0;
	}
}

/* Hooks were measured at their fastest, but may be faster still in a tight loop. */
static void keep_above_zero(struct model *model)
{
	for (uint32_t i = 0; i < model->path_count; i++) {
		int64_t *v = model_path(model, i)->v;

		v[FIG_SELF_NS] = MAX(v[FIG_SELF_NS], 0);
	}
}

void model_finish(struct model *model)
{
	if (model->options.compensate)
		keep_above_zero(model);
	mark_first(model);
	sum_subtrees(model);
	for (uint32_t i = 0; i < model->path_count; i++) {
		const struct path *path = model_path(model, i);

		model_sum_path(model_function(model, path->function)->v, path);
	}
	sum_totals(model);
}
