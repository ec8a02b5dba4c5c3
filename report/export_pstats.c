/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/*
 * Python's pstats: marshal of {(file, line, name): (primitive calls, calls, self, total, callers)},
 * callers being {key: (calls, primitive calls, self, total)}: in the other order. One metric takes
 * the place of time, so it must add up. Only marshal's types that every Python reads are used:
 * Python/marshal.c. <program> is the root that viewers look for.
 */
#include <string.h>

#include "edges.h"
#include "export.h"

static void write_int32(FILE *stream, int32_t value)
{
	uint32_t word = GUINT32_TO_LE((uint32_t)value);

	fwrite(&word, sizeof(word), 1, stream);
}

/* 15 bits a digit, lowest first, where 32 bits do not do. */
static void write_int(FILE *stream, int64_t value)
{
	uint64_t rest = (uint64_t)value;
	int digits = 0;

	if (value <= INT32_MAX) {
		putc('i', stream);
		write_int32(stream, (int32_t)value);
		return;
	}
	for (uint64_t v = rest; v; v >>= 15)
		digits++;
	putc('l', stream);
	write_int32(stream, digits);
	for (; rest; rest >>= 15) {
		uint16_t digit = GUINT16_TO_LE((uint16_t)(rest & 0x7fff));

		fwrite(&digit, sizeof(digit), 1, stream);
	}
}

static void write_float(FILE *stream, double value)
{
	uint64_t bits;

	memcpy(&bits, &value, sizeof(bits));
	bits = GUINT64_TO_LE(bits);
	putc('g', stream);
	fwrite(&bits, sizeof(bits), 1, stream);
}

static void write_text(FILE *stream, const char *text)
{
	putc('u', stream);
	write_int32(stream, (int32_t)strlen(text));
	fputs(text, stream);
}

static void write_tuple(FILE *stream, int32_t count)
{
	putc('(', stream);
	write_int32(stream, count);
}

struct writer {
	FILE *stream;
	const struct model *model;
	const struct metric *metric;
	char **names;
};

static void write_key(const struct writer *w, uint32_t function)
{
	const struct function *f = model_function(w->model, function);

	write_tuple(w->stream, 3);
	write_text(w->stream, f->file);
	write_int(w->stream, f->line);
	write_text(w->stream, w->names[function]);
}

/* Times are seconds to pstats. */
static void write_figure(const struct writer *w, int64_t figure)
{
	write_float(w->stream,
				w->metric->figure == FIG_SELF_NS ? (double)figure / 1e9 : (double)MAX(figure, 0));
}

static void write_callers(const struct writer *w, const struct edges *edges, uint32_t function)
{
	putc('{', w->stream);
	for (uint32_t i = edges->first[function]; i < edges->first[function + 1]; i++) {
		const struct edge *edge = &edges->edge[i];

		write_key(w, edge->caller);
		write_tuple(w->stream, 4);
		write_int(w->stream, edge->v[FIG_CALLS]);
		write_int(w->stream, edge->v[FIG_PRIMITIVE_CALLS]);
		write_figure(w, edge->v[w->metric->figure]);
		write_figure(w, edge->v[w->metric->total]);
	}
	putc('0', w->stream);
}

bool export_pstats(const struct model *model, const struct export_options *options, FILE *stream,
				   GError **error)
{
	struct writer w = {stream, model, options->metric, export_names(model)};
	struct edges *edges = edges_new(model);

	if (!w.metric)
		w.metric = metric_find("time", error);
	putc('{', stream);
	for (guint i = 0; i < model->functions->len; i++) {
		const int64_t *v = model_function(model, i)->v;

		if (!v[FIG_CALLS] && !v[FIG_OPEN_CALLS])
			continue;
		write_key(&w, i);
		write_tuple(stream, 5);
		write_int(stream, v[FIG_PRIMITIVE_CALLS]);
		write_int(stream, v[FIG_CALLS]);
		write_figure(&w, v[w.metric->figure]);
		write_figure(&w, v[w.metric->total]);
		write_callers(&w, edges, i);
	}
	putc('0', stream);
	edges_free(edges);
	g_strfreev(w.names);
	return true;
}
