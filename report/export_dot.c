/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/*
 * Graphviz: one picture with time and memory. A box is a function, with its shares of both and its
 * peak; the metric decides colours, and which functions are too small to be drawn. The heaviest
 * path from <program> down is drawn thick.
 */
#include <math.h>
#include <string.h>

#include "edges.h"
#include "export.h"
#include "format.h"
#include "text.h"

static const double least_share = 0.005, least_edge = 0.001;

struct writer {
	FILE *stream;
	const struct model *model;
	const struct metric *metric, *time, *alloc;
	double whole[FIG_COUNT]; /* of the metrics that are shown */
	struct edges *edges;
	bool *drawn;    /* by function */
	bool *heavy;    /* on the heaviest path */
	uint32_t *next; /* on that path, the one called */
};

static double share(const struct writer *w, const struct metric *metric, const int64_t *v,
					bool total)
{
	double whole = w->whole[metric->figure];
	double part = (double)v[total ? metric->total : metric->figure];

	return whole > 0 ? CLAMP(part / whole, 0, 1) : 0;
}

/* Text within a dot string in quotes: no escapes of its own. */
static char *quoted(const char *text)
{
	g_autofree char *plain = text_printable(text);
	GString *out = g_string_new(plain);

	g_string_replace(out, "\\", "\\\\", 0);
	g_string_replace(out, "\"", "\\\"", 0);
	return g_string_free(out, FALSE);
}

/* From pale to red by the square root of the share, so that small ones still differ. */
static char *color(double part)
{
	double heat = sqrt(part);

	return g_strdup_printf("#%02x%02x%02x", 255, (int)(245 - 150 * heat), (int)(235 - 190 * heat));
}

static void write_node(const struct writer *w, const struct function *f)
{
	g_autofree char *name = quoted(f->name), *file = quoted(f->file);
	g_autofree char *time = format_duration(f->v[FIG_TOTAL_NS]);
	g_autofree char *alloc = format_size(f->v[FIG_TOTAL_ALLOC_BYTES], false);
	g_autofree char *peak = format_size(f->v[FIG_PEAK_BYTES], false);
	g_autofree char *calls = format_plural(f->v[FIG_CALLS], "call");
	g_autofree char *fill = color(share(w, w->metric, f->v, true));

	fprintf(w->stream,
			"\tf%u [label=\"%s\\n%s:%u\\ntime %s: %.1f%% (self %.1f%%)\\n"
			"alloc %s: %.1f%% (self %.1f%%)\\npeak %s, %s\", fillcolor=\"%s\"%s];\n",
			f->index, name, file, f->line, time, 100 * share(w, w->time, f->v, true),
			100 * share(w, w->time, f->v, false), alloc, 100 * share(w, w->alloc, f->v, true),
			100 * share(w, w->alloc, f->v, false), peak, calls, fill,
			w->heavy[f->index] ? ", penwidth=3, color=\"#c00000\"" : "");
}

static void write_edge(const struct writer *w, const struct edge *edge)
{
	g_autofree char *time = format_duration(edge->v[FIG_TOTAL_NS]);
	g_autofree char *alloc = format_size(edge->v[FIG_TOTAL_ALLOC_BYTES], false);
	g_autofree char *calls = format_plural(edge->v[FIG_CALLS], "call");
	bool heavy = w->heavy[edge->caller] && w->next[edge->caller] == edge->function;
	double part = share(w, w->metric, edge->v, true);

	fprintf(w->stream, "\tf%u -> f%u [label=\"%s\\n%s\\n%s\", penwidth=%.1f%s];\n", edge->caller,
			edge->function, time, alloc, calls, heavy ? 4.0 : 0.5 + 2.5 * part,
			heavy ? ", color=\"#c00000\"" : "");
}

/* Down from <program>, each time to the callee with most, until one keeps most to itself. */
static void find_heavy_path(struct writer *w)
{
	uint32_t at = 0;

	for (;;) {
		const struct edge *best = NULL;

		w->heavy[at] = true;
		for (uint32_t i = 0; i < w->edges->count; i++) {
			const struct edge *edge = &w->edges->edge[i];

			if (edge->caller == at && w->drawn[edge->function] && edge->v[w->metric->total] > 0 &&
				(!best || edge->v[w->metric->total] > best->v[w->metric->total]))
				best = edge;
		}
		if (!best || w->heavy[best->function] ||
			best->v[w->metric->total] < model_function(w->model, at)->v[w->metric->figure])
			return;
		w->next[at] = best->function;
		at = best->function;
	}
}

/* With no costs at all every function that was called is drawn. */
static void choose(struct writer *w)
{
	bool costless = w->whole[w->metric->figure] <= 0;

	for (guint i = 0; i < w->model->functions->len; i++) {
		const struct function *f = model_function(w->model, i);

		w->next[i] = NO_INDEX;
		w->drawn[i] = i == 0 || (f->v[FIG_CALLS] &&
								 (costless || share(w, w->metric, f->v, true) >= least_share));
	}
}

static void write_graph(const struct writer *w)
{
	fputs("digraph memreport {\n\tnode [shape=box, style=filled, fontname=\"sans-serif\"];\n"
		  "\tedge [fontname=\"sans-serif\", fontsize=10];\n",
		  w->stream);
	for (guint i = 0; i < w->model->functions->len; i++)
		if (w->drawn[i])
			write_node(w, model_function(w->model, i));
	for (uint32_t i = 0; i < w->edges->count; i++) {
		const struct edge *edge = &w->edges->edge[i];

		if (w->drawn[edge->function] && w->drawn[edge->caller] &&
			(w->whole[w->metric->figure] <= 0 || edge->function == edge->caller ||
			 share(w, w->metric, edge->v, true) >= least_edge))
			write_edge(w, edge);
	}
	fputs("}\n", w->stream);
}

bool export_dot(const struct model *model, const struct export_options *options, FILE *stream,
				GError **error)
{
	struct writer w = {.stream = stream, .model = model, .edges = edges_new(model)};
	guint count = model->functions->len;

	w.metric = options->metric ? options->metric : metric_find("alloc", error);
	w.time = metric_find("time", NULL);
	w.alloc = metric_find("alloc", NULL);
	for (size_t i = 0; i < metric_count; i++)
		w.whole[metrics[i].figure] = (double)metric_total(&metrics[i], model);
	w.drawn = g_new0(bool, count);
	w.heavy = g_new0(bool, count);
	w.next = g_new0(uint32_t, count);
	choose(&w);
	find_heavy_path(&w);
	write_graph(&w);
	g_free(w.drawn);
	g_free(w.heavy);
	g_free(w.next);
	edges_free(w.edges);
	return true;
}
