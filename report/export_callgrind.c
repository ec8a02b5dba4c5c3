/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/*
 * Callgrind's format (valgrind's manual, "Callgrind Format Specification"), every metric as an
 * event. Functions are told by name alone there by some readers, so equal names of different files
 * get their file. Readers want unsigned numbers, and gprof2dot sees the first event only.
 */
#include <inttypes.h>
#include <stdlib.h>

#include "edges.h"
#include "export.h"
#include "text.h"

struct writer {
	FILE *stream;
	const struct model *model;
	const struct metric *order[16];
	char **names;
	GHashTable *files; /* name to its number */
};

static void order_metrics(struct writer *w, const struct metric *first)
{
	size_t n = 0;

	if (first)
		w->order[n++] = first;
	for (size_t i = 0; i < metric_count; i++)
		if (&metrics[i] != first)
			w->order[n++] = &metrics[i];
}

static void write_header(const struct writer *w)
{
	const struct model *model = w->model;

	fputs("# callgrind format\nversion: 1\ncreator: memreport " MEMFN_VERSION "\n", w->stream);
	if (model->processes->len) {
		const struct process *p = model_process(model, 0);

		fprintf(w->stream, "pid: %u\ncmd:", p->pid);
		for (uint32_t i = 0; i < p->command_count; i++) {
			g_autofree char *argument = text_argument(p->command[i]);

			fprintf(w->stream, " %s", argument);
		}
		putc('\n', w->stream);
	}
	fputs("positions: line\nevents:", w->stream);
	for (size_t i = 0; i < metric_count; i++)
		fprintf(w->stream, " %s", w->order[i]->name);
	fputs("\nsummary:", w->stream);
	for (size_t i = 0; i < metric_count; i++)
		fprintf(w->stream, " %" PRIi64, metric_total(w->order[i], model));
	putc('\n', w->stream);
}

/* (n) name where it is new, (n) later. */
static void write_file(struct writer *w, const char *key, const char *file)
{
	guint number = GPOINTER_TO_UINT(g_hash_table_lookup(w->files, file));
	g_autofree char *text = text_printable(file);

	if (number) {
		fprintf(w->stream, "%s=(%u)\n", key, number);
		return;
	}
	number = g_hash_table_size(w->files) + 1;
	g_hash_table_insert(w->files, (gpointer)file, GUINT_TO_POINTER(number));
	fprintf(w->stream, "%s=(%u) %s\n", key, number, text);
}

static void write_function(const struct writer *w, const char *key, uint32_t function)
{
	g_autofree char *text = text_printable(w->names[function]);

	fprintf(w->stream, "%s=(%u) %s\n", key, function + 1, text);
}

static void write_costs(const struct writer *w, uint32_t line, const int64_t *v, bool total)
{
	fprintf(w->stream, "%u", line);
	for (size_t i = 0; i < metric_count; i++)
		fprintf(w->stream, " %" PRIi64,
				MAX(v[total ? w->order[i]->total : w->order[i]->figure], 0));
	putc('\n', w->stream);
}

static void write_call(struct writer *w, const struct edge *edge)
{
	const struct function *f = model_function(w->model, edge->function);

	write_file(w, "cfi", f->file);
	write_function(w, "cfn", edge->function);
	fprintf(w->stream, "calls=%" PRIi64 " %u\n", edge->v[FIG_CALLS], f->line);
	write_costs(w, model_function(w->model, edge->caller)->line, edge->v, true);
}

static int by_caller(const void *a, const void *b)
{
	const struct edge *x = a, *y = b;

	if (x->caller != y->caller)
		return x->caller < y->caller ? -1 : 1;
	return x->function < y->function ? -1 : x->function > y->function;
}

/* Names that stand for one function only, whatever the file. */
static void tell_apart(struct writer *w)
{
	GHashTable *seen = g_hash_table_new(g_str_hash, g_str_equal);

	for (guint i = 0; i < w->model->functions->len; i++) {
		const struct function *f = model_function(w->model, i);
		g_autofree char *plain = w->names[i];
		g_autofree char *placed = g_strdup_printf("%s (%s:%u)", plain, f->file, f->line);

		if (!g_hash_table_contains(seen, plain))
			w->names[i] = g_steal_pointer(&plain);
		else if (!g_hash_table_contains(seen, placed))
			w->names[i] = g_steal_pointer(&placed);
		else
			w->names[i] = g_strdup_printf("%s #%u", placed, i);
		g_hash_table_add(seen, w->names[i]);
	}
	g_hash_table_destroy(seen);
}

bool export_callgrind(const struct model *model, const struct export_options *options, FILE *stream,
					  GError **error)
{
	struct writer w = {.stream = stream, .model = model, .names = export_names(model)};
	struct edges *edges = edges_new(model);
	uint32_t next = 0;

	(void)error;
	w.files = g_hash_table_new(NULL, NULL);
	order_metrics(&w, options->metric);
	tell_apart(&w);
	write_header(&w);
	if (edges->count)
		qsort(edges->edge, edges->count, sizeof(*edges->edge), by_caller);
	for (guint i = 0; i < model->functions->len; i++) {
		const struct function *f = model_function(model, i);

		if (f->v[FIG_CALLS] || f->v[FIG_OPEN_CALLS]) {
			putc('\n', stream);
			write_file(&w, "fl", f->file);
			write_function(&w, "fn", i);
			write_costs(&w, f->line, f->v, false);
		}
		for (; next < edges->count && edges->edge[next].caller == i; next++)
			write_call(&w, &edges->edge[next]);
	}
	g_hash_table_destroy(w.files);
	g_strfreev(w.names);
	edges_free(edges);
	return true;
}
