/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Edges, gathered from the paths by (function called, function that calls). */
#include "edges.h"

#include <stdlib.h>

#include "model_sums.h"

static guint edge_hash(gconstpointer key)
{
	const struct edge *e = key;

	return (e->function * 0x9e3779b1u ^ e->caller) * 0x85ebca6bu;
}

static gboolean edge_equal(gconstpointer a, gconstpointer b)
{
	const struct edge *x = a, *y = b;

	return x->function == y->function && x->caller == y->caller;
}

static struct edge *intern_edge(GHashTable *index, const struct path *path)
{
	struct edge key, *edge;

	key.function = path->function;
	key.caller = path->caller_function;
	edge = g_hash_table_lookup(index, &key);
	if (edge)
		return edge;
	edge = g_new(struct edge, 1);
	edge->function = key.function;
	edge->caller = key.caller;
	figures_clear(edge->v, FIG_COUNT);
	g_hash_table_add(index, edge);
	return edge;
}

static int by_function_and_caller(const void *a, const void *b)
{
	const struct edge *x = a, *y = b;

	if (x->function != y->function)
		return x->function < y->function ? -1 : 1;
	return x->caller < y->caller ? -1 : x->caller > y->caller;
}

static void lay_out(struct edges *edges, GHashTable *index, uint32_t functions)
{
	GHashTableIter iter;
	gpointer edge;
	uint32_t n = 0;

	edges->count = g_hash_table_size(index);
	edges->edge = g_new(struct edge, MAX(edges->count, 1));
	edges->first = g_new(uint32_t, functions + 1);
	g_hash_table_iter_init(&iter, index);
	while (g_hash_table_iter_next(&iter, &edge, NULL))
		edges->edge[n++] = *(struct edge *)edge;
	qsort(edges->edge, n, sizeof(*edges->edge), by_function_and_caller);
	n = 0;
	for (uint32_t f = 0; f <= functions; f++) {
		while (n < edges->count && edges->edge[n].function < f)
			n++;
		edges->first[f] = n;
	}
}

struct edges *edges_new(const struct model *model)
{
	struct edges *edges = g_new0(struct edges, 1);
	GHashTable *index = g_hash_table_new_full(edge_hash, edge_equal, g_free, NULL);

	for (uint32_t i = 1; i < model->path_count; i++) {
		const struct path *path = model_path(model, i);

		if (model_path_is_there(path))
			model_sum_path(intern_edge(index, path)->v, path);
	}
	lay_out(edges, index, model->functions->len);
	g_hash_table_destroy(index);
	return edges;
}

void edges_free(struct edges *edges)
{
	if (!edges)
		return;
	g_free(edges->edge);
	g_free(edges->first);
	g_free(edges);
}
