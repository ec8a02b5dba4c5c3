/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/*
 * pprof's protobuf, gzipped. Messages that stand one behind the other are one message with all of
 * their repeated fields, so a profile is written in pieces: first what is common, then each sample.
 * A function is a location, a path a sample.
 */
#include <string.h>
#include <zlib.h>

#include "error.h"
#include "export.h"
#include "pprof.pb-c.h"

enum { GZIP_WINDOW = 15 + 16, USUAL_MEMORY = 8 }; /* zlib.h, deflateInit2 */

static const struct {
	const char *name, *unit, *metric;
} types[] = {
	{"alloc_objects", "count", "allocs"}, {"alloc_space", "bytes", "alloc"},
	{"inuse_objects", "count", NULL},     {"inuse_space", "bytes", "leaked"},
	{"time", "nanoseconds", "time"},
};

struct writer {
	FILE *stream;
	z_stream zip;
	GByteArray *bytes; /* of the piece that is being written */
	const struct model *model;
	GPtrArray *strings;
	GHashTable *numbers; /* string to its index + 1 */
};

static int64_t string_number(struct writer *w, const char *text)
{
	guint number = GPOINTER_TO_UINT(g_hash_table_lookup(w->numbers, text));

	if (!number) {
		g_ptr_array_add(w->strings, (gpointer)text);
		number = w->strings->len;
		g_hash_table_insert(w->numbers, (gpointer)text, GUINT_TO_POINTER(number));
	}
	return number - 1;
}

/* Compresses w->bytes, and with Z_FINISH writes the end. Who owns the stream sees its errors. */
static void write_bytes(struct writer *w, int flush)
{
	uint8_t out[16384];

	w->zip.next_in = w->bytes->data;
	w->zip.avail_in = w->bytes->len;
	do {
		w->zip.next_out = out;
		w->zip.avail_out = sizeof(out);
		deflate(&w->zip, flush);
		fwrite(out, 1, sizeof(out) - w->zip.avail_out, w->stream);
	} while (!w->zip.avail_out);
	g_byte_array_set_size(w->bytes, 0);
}

static void write_piece(struct writer *w, const Pprof__Profile *piece)
{
	g_byte_array_set_size(w->bytes, (guint)pprof__profile__get_packed_size(piece));
	pprof__profile__pack(piece, w->bytes->data);
	write_bytes(w, Z_NO_FLUSH);
}

static void write_types(struct writer *w, const struct metric *metric)
{
	Pprof__Profile piece = PPROF__PROFILE__INIT;
	Pprof__ValueType type[G_N_ELEMENTS(types)], *list[G_N_ELEMENTS(types)];
	const char *chosen = metric ? metric->name : "alloc";

	for (size_t i = 0; i < G_N_ELEMENTS(types); i++) {
		pprof__value_type__init(&type[i]);
		type[i].type = string_number(w, types[i].name);
		type[i].unit = string_number(w, types[i].unit);
		list[i] = &type[i];
		if (types[i].metric && !strcmp(types[i].metric, chosen))
			piece.default_sample_type = type[i].type;
	}
	piece.n_sample_type = G_N_ELEMENTS(types);
	piece.sample_type = list;
	if (w->model->processes->len) {
		piece.time_nanos = model_process(w->model, 0)->start_realtime_ns;
		piece.duration_nanos = w->model->totals.wall_ns;
	}
	write_piece(w, &piece);
}

static void write_mapping(struct writer *w)
{
	Pprof__Profile piece = PPROF__PROFILE__INIT;
	Pprof__Mapping mapping = PPROF__MAPPING__INIT, *list = &mapping;

	mapping.id = 1;
	if (w->model->processes->len)
		mapping.filename = string_number(w, model_process(w->model, 0)->executable);
	mapping.has_functions = mapping.has_filenames = mapping.has_line_numbers = true;
	piece.n_mapping = 1;
	piece.mapping = &list;
	write_piece(w, &piece);
}

static void write_function(struct writer *w, const struct function *f)
{
	Pprof__Profile piece = PPROF__PROFILE__INIT;
	Pprof__Function function = PPROF__FUNCTION__INIT, *functions = &function;
	Pprof__Location location = PPROF__LOCATION__INIT, *locations = &location;
	Pprof__Line line = PPROF__LINE__INIT, *lines = &line;

	function.id = location.id = line.function_id = f->index + 1;
	function.name = string_number(w, f->name);
	function.system_name = string_number(w, f->linkage);
	function.filename = string_number(w, f->file);
	function.start_line = line.line = f->line;
	location.mapping_id = 1;
	location.n_line = 1;
	location.line = &lines;
	piece.n_function = piece.n_location = 1;
	piece.function = &functions;
	piece.location = &locations;
	write_piece(w, &piece);
}

static void write_strings(struct writer *w)
{
	Pprof__Profile piece = PPROF__PROFILE__INIT;

	piece.n_string_table = w->strings->len;
	piece.string_table = (char **)w->strings->pdata;
	write_piece(w, &piece);
}

static int64_t value_of(const struct writer *w, uint32_t path, size_t type)
{
	if (!types[type].metric)
		return MAX(model_path(w->model, path)->v[FIG_LEAKED_BLOCKS], 0);
	return metric_of_path(metric_find(types[type].metric, NULL), w->model, path);
}

static void write_sample(struct writer *w, uint32_t path)
{
	Pprof__Profile piece = PPROF__PROFILE__INIT;
	Pprof__Sample sample = PPROF__SAMPLE__INIT, *samples = &sample;
	int64_t values[G_N_ELEMENTS(types)];
	GArray *chain = export_chain(w->model, path);
	uint64_t *ids = g_new(uint64_t, chain->len);

	for (guint i = 0; i < chain->len; i++)
		ids[i] = g_array_index(chain, uint32_t, i) + 1;
	for (size_t i = 0; i < G_N_ELEMENTS(types); i++)
		values[i] = value_of(w, path, i);
	sample.n_location_id = chain->len;
	sample.location_id = ids;
	sample.n_value = G_N_ELEMENTS(types);
	sample.value = values;
	piece.n_sample = 1;
	piece.sample = &samples;
	write_piece(w, &piece);
	g_free(ids);
	g_array_free(chain, TRUE);
}

static bool has_value(const struct writer *w, uint32_t path)
{
	for (size_t i = 0; i < G_N_ELEMENTS(types); i++)
		if (value_of(w, path, i))
			return true;
	return false;
}

static void write_all(struct writer *w, const struct metric *metric)
{
	w->bytes = g_byte_array_new();
	w->strings = g_ptr_array_new();
	w->numbers = g_hash_table_new(g_str_hash, g_str_equal);
	string_number(w, "");
	write_types(w, metric);
	write_mapping(w);
	for (guint i = 0; i < w->model->functions->len; i++)
		write_function(w, model_function(w->model, i));
	write_strings(w);
	for (uint32_t i = 0; i < w->model->path_count; i++)
		if (has_value(w, i))
			write_sample(w, i);
	write_bytes(w, Z_FINISH);
	g_hash_table_destroy(w->numbers);
	g_ptr_array_free(w->strings, TRUE);
	g_byte_array_free(w->bytes, TRUE);
}

bool export_pprof_takes(const struct metric *metric)
{
	for (size_t i = 0; i < G_N_ELEMENTS(types); i++)
		if (!g_strcmp0(types[i].metric, metric->name))
			return true;
	return false;
}

bool export_pprof(const struct model *model, const struct export_options *options, FILE *stream,
				  GError **error)
{
	struct writer w = {.stream = stream, .model = model};

	if (deflateInit2(&w.zip, Z_DEFAULT_COMPRESSION, Z_DEFLATED, GZIP_WINDOW, USUAL_MEMORY,
					 Z_DEFAULT_STRATEGY) != Z_OK)
		return fail(error, "pprof: cannot compress: %s", w.zip.msg ? w.zip.msg : "no memory");
	write_all(&w, options->metric);
	deflateEnd(&w.zip);
	return true;
}
